/** The parts that every screen is made of; their look is in ui.css, the colours are in ../style.css. */
import { ArrowLeft, ChevronRight, type IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import type { App } from "../app";
import { Icon } from "./icon";

export { Icon };

/** What a colour says; "plain" says nothing. */
export type Tone = "plain" | "accent" | "good" | "warn" | "bad";

interface HeaderProps {
  app: App;
  title: string;
  /** Small line under the title. */
  note?: string;
  /** Address behind "#/" that the arrow leads to; without it there is no arrow. */
  back?: string;
  /** Buttons at the right. */
  children?: ComponentChildren;
}

/** Title of a screen, with the way back. */
export function Header({ app, title, note, back, children }: HeaderProps) {
  return (
    <header class="fva-header">
      {back !== undefined && (
        <a class="fva-round" href={"#/" + back} aria-label={app.word("back")}>
          <Icon of={ArrowLeft} />
        </a>
      )}
      <div class="fva-title">
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </div>
      {children}
    </header>
  );
}

interface ButtonProps {
  onClick?: () => void;
  href?: string;
  icon?: IconNode;
  /** "main" is the one thing to do next; "quiet" what else is possible; "bad" what takes something away. */
  kind?: "main" | "quiet" | "bad";
  disabled?: boolean;
  children: ComponentChildren;
}

/** A button as wide as its place; with `href` a link that looks like one. */
export function Button({ kind = "main", icon, href, children, ...rest }: ButtonProps) {
  const look = { class: "fva-button", "data-kind": kind };
  const inside = (
    <>
      {icon && <Icon of={icon} size={20} />}
      <span>{children}</span>
    </>
  );
  if (href)
    return (
      <a {...look} href={href} {...outside(href)}>
        {inside}
      </a>
    );
  return (
    <button {...look} type="button" {...rest}>
      {inside}
    </button>
  );
}

/** A round button with an icon alone; `label` says what it does. */
export function RoundButton(props: {
  icon: IconNode;
  label: string;
  onClick: () => void;
  busy?: boolean;
}) {
  return (
    <button
      type="button"
      class="fva-round"
      aria-label={props.label}
      title={props.label}
      data-busy={props.busy || undefined}
      onClick={props.onClick}
    >
      <Icon of={props.icon} />
    </button>
  );
}

/** What leaves the app opens beside it. */
function outside(href: string) {
  return /^https?:/.test(href) ? { target: "_blank", rel: "noopener noreferrer" } : {};
}

/** A block with a heading; what belongs together stands in one. */
export function Card({ title, children }: { title?: string; children: ComponentChildren }) {
  return (
    <section class="fva-card">
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

interface RowProps {
  title: ComponentChildren;
  note?: ComponentChildren;
  icon?: IconNode;
  href?: string;
  onClick?: () => void;
  /** At the right; a row that leads somewhere has an arrow there when this is left out. */
  end?: ComponentChildren;
}

/** One line of a list, large enough for a thumb. */
export function Row({ title, note, icon, href, onClick, end }: RowProps) {
  const inside = (
    <>
      {icon && <Icon of={icon} />}
      <span class="fva-row-text">
        <span>{title}</span>
        {note && <small>{note}</small>}
      </span>
      {end ?? ((href || onClick) && <Icon of={ChevronRight} size={20} />)}
    </>
  );
  if (href)
    return (
      <a class="fva-row" href={href} {...outside(href)}>
        {inside}
      </a>
    );
  if (onClick)
    return (
      <button type="button" class="fva-row" onClick={onClick}>
        {inside}
      </button>
    );
  return <div class="fva-row">{inside}</div>;
}

/** A short word on a coloured ground. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <span class="fva-badge" data-tone={tone}>
      {children}
    </span>
  );
}

/** A sentence that has to be seen. */
export function Notice({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <div class="fva-notice" data-tone={tone} role="status">
      {children}
    </div>
  );
}

/** Said where there is nothing to show, with what to do about it. */
export function Empty(props: { icon: IconNode; title: string; children?: ComponentChildren }) {
  return (
    <div class="fva-empty">
      <Icon of={props.icon} size={40} />
      <p>{props.title}</p>
      {props.children}
    </div>
  );
}

/** A number with what it counts. */
export function Figure({ value, caption }: { value: ComponentChildren; caption: string }) {
  return (
    <div class="fva-figure">
      <strong>{value}</strong>
      <span>{caption}</span>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  /** With `iconOnly` the text is for those who cannot see the icon. */
  options: { value: T; text: string; icon?: IconNode; iconOnly?: boolean }[];
  value: T;
  onChange: (value: T) => void;
  label: string;
}

/** A few ways of which one is chosen. */
export function Choice<T extends string>({ options, value, onChange, label }: ChoiceProps<T>) {
  return (
    <div class="fva-choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          type="button"
          aria-pressed={option.value === value}
          title={option.text}
          onClick={() => onChange(option.value)}
        >
          {option.icon && <Icon of={option.icon} size={18} />}
          {option.iconOnly ? null : option.text}
        </button>
      ))}
    </div>
  );
}

/** What to do next, always in reach of the thumb: stays above the tabs. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="fva-actions">{children}</div>;
}

/** A label above an input; the input takes the class's look by itself. */
export function Field({
  label,
  note,
  children,
}: {
  label: string;
  note?: string;
  children: ComponentChildren;
}) {
  return (
    <label class="fva-field">
      <span>{label}</span>
      {children}
      {note && <small>{note}</small>}
    </label>
  );
}
