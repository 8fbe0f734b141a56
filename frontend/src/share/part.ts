/** Save, print and send what is on the map. */
import { button, el } from "../dom";
import { fill } from "../labels";
import { addMenu, type Menu } from "../menu";
import type { Host, Part } from "../part";
import { copyText, download, fileName, printPicture } from "./output";
import { takePicture, toPng } from "./picture";

export function createShare(host: Host): Part {
  return new Share(host);
}

class Share implements Part {
  private menu: Menu;

  constructor(private host: Host) {
    this.menu = addMenu(host, "share", host.labels.share, (panel) => this.fillPanel(panel));
  }

  destroy(): void {
    this.menu.remove();
  }

  private fillPanel(panel: HTMLElement): void {
    const { labels, services } = this.host;
    panel.replaceChildren(
      this.item("png", labels.savePicture, () => this.withPicture(save)),
      this.item("print", labels.print, () => this.withPicture(printPicture)),
    );
    if (services.shareLink) panel.append(this.item("link", labels.copyLink, () => this.link()));
  }

  private item(action: string, label: string, onClick: () => Promise<void>): HTMLElement {
    return button(label, { class: "fvr-menu-item", "data-action": action }, () => void onClick());
  }

  private async withPicture(use: (blob: Blob) => void | Promise<void>): Promise<void> {
    const { labels, element } = this.host;
    this.menu.close();
    element.dataset.picture = "busy";
    try {
      const { canvas, without } = await takePicture(element);
      await use(await toPng(canvas));
      if (without.length) this.host.notice(fill(labels.pictureWithout, without.join(", ")));
      element.dataset.picture = "done";
    } catch (error) {
      element.dataset.picture = "failed";
      this.host.notice(fill(labels.pictureFailed, String((error as Error).message)));
    }
  }

  private async link(): Promise<void> {
    const { labels, services } = this.host;
    if (!services.shareLink) return;
    try {
      await this.showLink(await services.shareLink(this.host.viewState()));
    } catch (error) {
      this.menu.close();
      this.host.notice(fill(labels.linkFailed, String((error as Error).message)));
    }
  }

  private async showLink(address: string): Promise<void> {
    const { labels } = this.host;
    const box = el("input", {
      class: "fvr-link-box",
      readonly: true,
      value: address,
      "aria-label": labels.copyLink,
    });
    const done = el("p", { role: "status" });
    this.menu.panel.replaceChildren(el("p", {}, labels.linkReady), box, done);
    if (await copyText(box)) done.textContent = labels.copied;
  }
}

function save(blob: Blob): void {
  download(blob, fileName("map", new Date()));
}
