package command

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
)

// values are those that an option or argument may have, as far as they are known.
func (t *typed) values(ctx context.Context, v *kong.Value) []candidate {
	if v.Enum != "" {
		return t.enum(v)
	}
	command, _, _ := strings.Cut(t.node.Path(), " ")
	existing := v.Name == "name" && v.Flag == nil && t.node.Name != "add"
	placeholder := ""
	if v.Flag != nil {
		placeholder = v.Flag.PlaceHolder
	}
	switch {
	case v.Name == "connection", existing && (command == "connection" || command == "import"):
		return named(t.names(ctx).Connections)
	case v.Name == "schedule", existing && command == "schedule":
		return named(t.names(ctx).Schedules)
	case v.Name == "sku":
		return licenses()
	case v.Name == "license":
		return named(t.past(ctx).Licenses)
	case v.Name == "application":
		return named(t.past(ctx).Applications)
	case v.Name == "tenant" && command == "inventory":
		return named(t.past(ctx).Tenants)
	case v.Name == "reason":
		return namedAs(app.ReclaimReasons)
	case v.Name == "certainty":
		return namedAs(app.Certainties)
	case v.Name == "cloud":
		return clouds()
	case v.Name == "flow":
		return named([]string{string(connector.AuthorizationCode), string(connector.ClientCredentials)})
	case v.Name == "id" && command == "task":
		return t.tasks(ctx)
	case v.Name == "name" && command == "backup":
		return t.backups()
	case v.Name == "view", v.Name == "name" && (command == "view" && t.node.Name == "delete" || command == "export"):
		return named(t.past(ctx).Views)
	case v.Name == "columns", v.Name == "sort", v.Name == "group-by":
		return named(t.columns())
	case v.Name == "command": // of help
		return t.helped()
	case placeholder == "DIR":
		return []candidate{{value: completeFolders}}
	case strings.Contains(placeholder, "FILE"), strings.Contains(v.Name, "file"):
		return []candidate{{value: completeFiles}}
	default:
		return nil
	}
}

func (t *typed) enum(v *kong.Value) []candidate {
	values := slices.DeleteFunc(v.EnumSlice(), func(value string) bool { return value == "" })
	return named(values)
}

func clouds() (found []candidate) {
	for _, c := range microsoft365.New(microsoft365.Options{}).Clouds() {
		found = append(found, candidate{string(c.ID), c.Label})
	}
	return found
}

// licenses are those of the table of products: what a tenant has beside them is not
// known without its inventory.
func licenses() (found []candidate) {
	products, err := assets.LoadProducts()
	if err != nil {
		return nil
	}
	names := products.PartNumbers()
	for _, part := range slices.Sorted(maps.Keys(names)) {
		found = append(found, candidate{part, names[part]})
	}
	return found
}

func named(names []string) []candidate {
	found := make([]candidate, len(names))
	for i, name := range names {
		found[i].value = name
	}
	return found
}

// namedAs are the values of a type.
func namedAs[T ~string](values []T) []candidate {
	found := make([]candidate, len(values))
	for i, value := range values {
		found[i].value = string(value)
	}
	return found
}

// names reads those of the data directory; there are none where it cannot be read.
func (t *typed) names(ctx context.Context) app.Names {
	dir, err := app.DataDirPlace(t.data)
	if err != nil {
		return app.Names{}
	}
	names, _ := app.NamesAt(ctx, dir)
	return names
}

// past reads the names in the history of the data directory; there are none where it
// cannot be read.
func (t *typed) past(ctx context.Context) app.HistoryNames {
	dir, err := app.DataDirPlace(t.data)
	if err != nil {
		return app.HistoryNames{}
	}
	names, _ := app.HistoryNamesAt(ctx, dir)
	return names
}

// tasks are the connections, of which one names its last task, and the newest tasks.
func (t *typed) tasks(ctx context.Context) (found []candidate) {
	names := t.names(ctx)
	found = named(names.Connections)
	for _, task := range names.Tasks {
		found = append(found, candidate{strconv.FormatInt(task.ID, 10), task.Connection + ", " + task.Status})
	}
	return found
}

// backups are those of the data directory; the path of a file may be given too.
func (t *typed) backups() []candidate {
	dir, err := app.DataDirPlace(t.data)
	if err != nil {
		return nil
	}
	backups, _ := app.Backups(dir)
	found := make([]candidate, len(backups))
	for i, b := range backups {
		found[i] = candidate{b.Name, console.LocalTime(&b.At) + ", " + b.Size.String()}
	}
	if len(found) == 0 {
		found = []candidate{{value: completeFiles}}
	}
	return found
}

// helped are the commands that help tells of, of which some words are typed.
func (t *typed) helped() []candidate {
	node := t.node.Parent
	for _, word := range t.words {
		if node = childOf(node, word); node == nil {
			return nil
		}
	}
	return commandsBelow(node)
}
