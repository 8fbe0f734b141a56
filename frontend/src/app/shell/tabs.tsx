/** The tabs at the bottom, in reach of the thumb. */
import { CalendarDays, Ellipsis, LocateFixed, Route, UsersRound, type IconNode } from "lucide";
import type { App } from "../app";
import type { Screen } from "../screens";
import { Icon } from "../ui/ui";

/** In this order, each as soon as a screen has it as its `tab`; the key is also that of its word. */
const TABS: Record<string, IconNode> = {
  today: Route,
  week: CalendarDays,
  customers: UsersRound,
  near: LocateFixed,
  more: Ellipsis,
};

interface TabsProps {
  app: App;
  screens: Screen[];
  current: Screen;
}

export function Tabs({ app, screens, current }: TabsProps) {
  const shown = current.tab ?? current.under;
  return (
    <nav class="fva-tabs">
      {Object.entries(TABS).map(([key, icon]) => {
        const screen = screens.find(({ tab }) => tab === key);
        if (!screen) return null;
        return (
          <a href={"#/" + screen.path} aria-current={key === shown ? "page" : undefined}>
            <Icon of={icon} size={22} />
            <span>{app.word(key)}</span>
          </a>
        );
      })}
    </nav>
  );
}
