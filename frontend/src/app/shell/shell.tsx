/** The frame around every screen: what the rep has to know, the screen, and the tabs. */
import { Component, createRef } from "preact";
import type { App } from "../app";
import { find } from "../router";
import { SCREENS } from "../screens";
import { Fault } from "./fault";
import { FirstStart } from "./first";
import { Pull } from "./pull";
import { Status } from "./status";
import { Tabs } from "./tabs";

export class Shell extends Component<{ app: App }> {
  private stop: (() => void) | null = null;
  private main = createRef<HTMLElement>();
  private shown = location.hash;
  /** How far each screen was scrolled, to find it again on the way back. */
  private scrolled: Record<string, number> = {};

  override componentDidMount() {
    this.stop = this.props.app.onChange(() => this.forceUpdate());
    addEventListener("hashchange", this.turn);
  }

  override componentWillUnmount() {
    this.stop?.();
    removeEventListener("hashchange", this.turn);
  }

  private turn = () => {
    this.scrolled[this.shown] = this.main.current?.scrollTop ?? 0;
    this.shown = location.hash;
    this.forceUpdate(() => this.main.current?.scrollTo(0, this.scrolled[this.shown] ?? 0));
  };

  render({ app }: { app: App }) {
    const { screen, params } = find(SCREENS, location.hash);
    if (app.loaded) document.documentElement.lang = app.loaded.user.lang.replace("_", "-");
    return (
      <div class="fva" data-link={app.link} data-waiting={app.waiting}>
        {app.data && <Status app={app} />}
        <main class="fva-main" ref={this.main} data-screen={screen.path}>
          <Fault app={app} key={location.hash}>
            {app.data ? screen.view(app, params) : <FirstStart app={app} />}
          </Fault>
        </main>
        {app.data && <Tabs app={app} screens={SCREENS} current={screen} />}
        <Pull app={app} main={this.main} />
      </div>
    );
  }
}
