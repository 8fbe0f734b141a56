/** Planning the rest of the day anew from the road. */
import { Route } from "lucide";
import type { App } from "../app";
import type { Kind } from "../customers/data";
import type { Screen } from "../screens";
import { Empty, Header } from "../ui/ui";
import { AskForm } from "./ask_form";
import { isUnderWay, replanOf, unsent } from "./data";
import { Proposal, Waiting } from "./proposal";
import type { Chosen } from "./whom";

export { replanReducers } from "./data";

export const replanScreens: Screen[] = [
  {
    path: "replan",
    under: "today",
    more: { word: "replan", icon: Route, note: (app) => app.word("replanNote") },
    view: (app) => <ReplanPage app={app} what="" />,
  },
  {
    path: "replan/:what",
    under: "today",
    view: (app, { what }) => <ReplanPage app={app} what={what} />,
  },
  {
    path: "replan/:what/:kind/:id",
    under: "today",
    view: (app, { what, kind, id }) => (
      <ReplanPage app={app} what={what} whom={{ kind: kind as Kind, id: Number(id) }} />
    ),
  },
];

interface PageProps {
  app: App;
  /** What happened, or "new"; "" shows the proposal, if there is one. */
  what: string;
  /** Whom an urgent visit is for, when that was chosen before. */
  whom?: Chosen;
}

/** The proposal while there is one to look at, else the question; with something in the address it is asked again. */
function ReplanPage(props: PageProps) {
  const { app } = props;
  return (
    <div class="fva-replan">
      <Header app={app} title={app.word("replan")} back="today" />
      <Inside {...props} />
    </div>
  );
}

function Inside({ app, what, whom }: PageProps) {
  const replan = replanOf(app.data);
  if (!app.data?.route) return <Empty icon={Route} title={app.word("replanNobody")} />;
  if (unsent(app, "ask_replan")) return <Waiting app={app} replan={null} />;
  if (replan && isUnderWay(replan)) return <Waiting app={app} replan={replan} />;
  if (replan && !what) return <Proposal app={app} replan={replan} />;
  return <AskForm app={app} what={what} whom={whom} />;
}
