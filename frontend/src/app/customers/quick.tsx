/** Call, write, find the way: what a rep does before anything else, each by one tap. */
import { Mail, Phone } from "lucide";
import type { ComponentChildren } from "preact";
import type { App } from "../app";
import { Icon } from "../ui/ui";
import type { Link } from "./data";
import { dialled } from "./facts";
import { NavigateButton } from "./navigate";

interface QuickProps {
  app: App;
  phone: string;
  email: string;
  links: Link[];
  /** Further buttons. */
  children?: ComponentChildren;
}

export function Quick({ app, phone, email, links, children }: QuickProps) {
  return (
    <div class="fva-quicks">
      {phone && (
        <a class="fva-quick" href={"tel:" + dialled(phone)}>
          <Icon of={Phone} />
          <span>{app.word("call")}</span>
        </a>
      )}
      <NavigateButton app={app} links={links} />
      {email && (
        <a class="fva-quick" href={"mailto:" + encodeURIComponent(email).replace("%40", "@")}>
          <Icon of={Mail} />
          <span>{app.word("mail")}</span>
        </a>
      )}
      {children}
    </div>
  );
}
