/** Documents to show at a customer. */
import { File, FileImage, FileText } from "lucide";
import type { App } from "../app";
import { Card, Row } from "../ui/ui";
import { documentsFor, documentsOf, type Document } from "./documents";

export function DocumentList({ app, tags }: { app: App; tags?: string[] }) {
  const documents = tags ? documentsFor(app.data, tags) : documentsOf(app.data);
  if (!documents.length) return null;
  return (
    <Card title={tags && app.word("documents")}>
      {documents.map((document) => (
        <Row
          icon={iconOf(document)}
          title={document.name}
          note={document.note}
          href={"#/document/" + document.id}
        />
      ))}
    </Card>
  );
}

function iconOf({ mimetype }: Document) {
  if (mimetype.startsWith("image/")) return FileImage;
  return mimetype === "application/pdf" ? FileText : File;
}
