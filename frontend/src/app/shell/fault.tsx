/** A screen that fails takes itself away, never the app: the rest stays within reach. */
import { Bug } from "lucide";
import { Component, type ComponentChildren } from "preact";
import type { App } from "../app";
import { Button, Empty } from "../ui/ui";

interface FaultProps {
  app: App;
  children: ComponentChildren;
}

export class Fault extends Component<FaultProps, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    // for whoever looks into it with the phone's tools; the rep is told in words
    console.error(error);
  }

  render({ app, children }: FaultProps) {
    if (!this.state.failed) return children;
    return (
      <Empty icon={Bug} title={app.word("screenFailed")}>
        <Button onClick={() => location.reload()}>{app.word("startAgain")}</Button>
      </Empty>
    );
  }
}
