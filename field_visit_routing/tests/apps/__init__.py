# Tests that need sales, invoicing and stock beside the addon: `./test apps` runs them.
