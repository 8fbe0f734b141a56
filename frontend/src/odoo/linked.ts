/** A view of one model whose map shows the records of another: routes show their visits. */
import type { OdooHost } from "./host";

/** The host as the map's tools are to see it: model and search are those of the shown records. */
export function linkedHost(host: OdooHost): OdooHost {
  const { linked, ...view } = host.view;
  if (!linked) return host;
  return Object.assign(Object.create(host) as OdooHost, {
    model: linked.records,
    view,
    domain: () => [...linked.only, ...through(linked.link, host.domain())],
    groupBy: () => [],
    open: (id: number) => void host.run(formAction(linked.records, id)),
  });
}

/** The same condition, asked of the record that `link` leads to. */
function through(link: string, domain: unknown[]): unknown[] {
  return domain.map((item) =>
    Array.isArray(item) && typeof item[0] === "string"
      ? [link + "." + item[0], ...(item.slice(1) as unknown[])]
      : item,
  );
}

function formAction(model: string, id: number): object {
  return {
    type: "ir.actions.act_window",
    res_model: model,
    res_id: id,
    views: [[false, "form"]],
  };
}
