/** A question or a short form that comes up from below, where the thumb is. */
import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { RoundButton } from "./ui";

interface SheetProps {
  title: string;
  /** Text of the button that closes it. */
  close: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** Shown as long as it is rendered; Escape, the cross and a tap beside it call `onClose`. */
export function Sheet({ title, close, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal?.(), []);
  const beside = (event: MouseEvent) => event.target === dialog.current && onClose();
  return (
    <dialog ref={dialog} class="fva-sheet" aria-label={title} onClick={beside} onClose={onClose}>
      <div class="fva-sheet-inside">
        <header>
          <h2>{title}</h2>
          <RoundButton icon={X} label={close} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
