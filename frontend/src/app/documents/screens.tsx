/** All documents, and one of them on the whole screen. */
import { FileX, FolderOpen } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import type { Screen } from "../screens";
import { Actions, Empty, Header } from "../ui/ui";
import { contentOf, documentsOf, type Document } from "./documents";
import { DocumentList } from "./list";

export const documentScreens: Screen[] = [
  {
    path: "documents",
    under: "more",
    more: { word: "documents", icon: FolderOpen },
    view: (app) => <Documents app={app} />,
  },
  {
    path: "document/:id",
    under: "more",
    view: (app, params) => <OneDocument app={app} id={Number(params.id)} />,
  },
];

function Documents({ app }: { app: App }) {
  return (
    <>
      <Header app={app} title={app.word("documents")} back="more" />
      {documentsOf(app.data).length ? (
        <DocumentList app={app} />
      ) : (
        <Empty icon={FolderOpen} title={app.word("noDocuments")} />
      )}
    </>
  );
}

function OneDocument({ app, id }: { app: App; id: number }) {
  const document = documentsOf(app.data).find((known) => known.id === id);
  const url = useContent(app, document);
  if (!document || url === "")
    return (
      <>
        <Header app={app} title={document?.name ?? ""} back="documents" />
        <Empty icon={FileX} title={app.word("documentMissing")} />
      </>
    );
  return (
    <>
      <Header app={app} title={document.name} note={document.note} back="documents" />
      {url && <Shown document={document} url={url} />}
      {url && (
        <Actions>
          <a class="fva-button" href={url} target="_blank" download={document.file_name}>
            {app.word("openWith")}
          </a>
        </Actions>
      )}
    </>
  );
}

function Shown({ document, url }: { document: Document; url: string }) {
  if (document.mimetype.startsWith("image/"))
    return <img class="fva-document" src={url} alt={document.name} />;
  if (document.is_shown) return <iframe class="fva-document" src={url} title={document.name} />;
  return null;
}

/** Address of the content: undefined while it is being looked for, "" when it is nowhere. */
function useContent(app: App, document: Document | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  const version = document?.url;
  useEffect(() => {
    let made = "";
    let over = false;
    if (document)
      void contentOf(app, document).then((blob) => {
        if (over) return;
        made = blob ? URL.createObjectURL(blob) : "";
        setUrl(made);
      });
    return () => {
      over = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [version]);
  return url;
}
