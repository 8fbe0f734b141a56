import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/"] },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 60, IIFEs: true }],
      complexity: ["error", 15],
    },
  },
  {
    // names come from people: on the page they are text, never markup
    files: ["src/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]",
          message: "Build nodes with el(): its text is set as text.",
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "Write nodes: their text is set as text.",
        },
        {
          selector:
            "CallExpression[callee.property.name=/^(insertAdjacentHTML|createContextualFragment)$/]",
          message: "Build nodes with el(): its text is set as text.",
        },
        {
          selector:
            "CallExpression[callee.property.name=/^(bind|set)(Tooltip|Popup|TooltipContent|PopupContent|Content)$/]" +
            " > :matches(Literal, TemplateLiteral, BinaryExpression).arguments",
          message: "Leaflet writes a string as markup: give it a node of el().",
        },
      ],
    },
  },
  { files: ["test/**"], rules: { "max-lines-per-function": "off" } },
  {
    files: ["build/**"],
    languageOptions: {
      globals: { console: "readonly", process: "readonly", URL: "readonly", Buffer: "readonly" },
    },
  },
);
