package session

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/connector"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/widgets/grid"
)

// fileItem is a file or a folder.
type fileItem struct {
	name    string
	folder  bool
	size    connector.Size
	changed time.Time
}

// filesIn returns the folders and, where a file is asked for, the files with one of the extensions, or all where there are none; what is
// hidden is left out.
func filesIn(folder string, request filechooser.Request) ([]fileItem, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var items []fileItem
	for _, entry := range entries {
		info, err := os.Stat(filepath.Join(folder, entry.Name())) // of what a link leads to
		if err != nil || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		item := fileItem{name: entry.Name(), folder: info.IsDir(), size: connector.Size(info.Size()), changed: info.ModTime()}
		if item.folder || !request.Folder && info.Mode().IsRegular() && hasExtension(item.name, request.Extensions) {
			items = append(items, item)
		}
	}
	slices.SortFunc(items, func(a, b fileItem) int {
		if a.folder != b.folder {
			return map[bool]int{true: -1, false: 1}[a.folder]
		}
		return cmp.Or(cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), cmp.Compare(a.name, b.name))
	})
	if filepath.Dir(folder) != folder {
		items = slices.Insert(items, 0, fileItem{name: parentName, folder: true})
	}
	return items, nil
}

func hasExtension(name string, extensions []string) bool {
	return len(extensions) == 0 || slices.ContainsFunc(extensions, func(extension string) bool {
		return strings.EqualFold(filepath.Ext(name), extension)
	})
}

func fileColumns() []grid.Column {
	return []grid.Column{
		{ID: "name", Title: lang.L("Name"), Width: 300, MinWidth: 160, Stretch: 1},
		{ID: "size", Title: lang.L("Size"), Width: 90, AlignRight: true},
		{ID: "changed", Title: lang.L("Changed"), Width: 140, Spare: 1},
	}
}

func fileRows(items []fileItem) grid.Rows {
	rows, now := make(grid.Rows, len(items)), time.Now()
	for i, item := range items {
		if item.folder {
			rows[i] = []grid.Cell{{Text: item.name, Icon: "folder"}, {}, grid.Text(format.When(item.changed, now))}
			continue
		}
		rows[i] = []grid.Cell{grid.Text(item.name), grid.Text(item.size.String()), grid.Text(format.When(item.changed, now))}
	}
	return rows
}
