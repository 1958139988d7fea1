package configure

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/notify"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/schedule"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

func (p *plan) planViews(context.Context) error {
	wanted := entryList(p.file.Views)
	var before []history.View
	for _, v := range p.before.Views {
		before = append(before, v.View)
	}
	for _, v := range p.file.Views {
		if !p.require(v.At, "name", "list") {
			continue
		}
		view := v.View
		view.Name = lists.KnownViewName(strings.TrimSpace(view.Name), before)
		if view.Columns == nil {
			view.Columns = []string{}
		}
		if !slices.Contains(lists.All, lists.List(view.List)) {
			p.refuse(v.At.Of("list"), "configuration.value", connector.Data{"Key": "list", "Known": texts(lists.All)})
			continue
		}
		if view.Days < 0 {
			p.refuse(v.At.Of("window"), "configuration.days", nil)
		}
		view, err := lists.CheckedView(view)
		if err != nil {
			if err := p.complain(v.At[""], err); err != nil {
				return err
			}
		}
		wanted = append(wanted, configuration.View{View: view})
	}
	return settle(p, section[configuration.View]{
		kind: KindView, wanted: wanted, before: p.before.Views,
		key:    func(v configuration.View) string { return store.FoldName(v.Name) },
		name:   func(v configuration.View) string { return v.Name },
		put:    func(v configuration.View) { p.history.Views = append(p.history.Views, v.View) },
		remove: func(v configuration.View) { p.history.RemoveViews = append(p.history.RemoveViews, v.View) },
	})
}

// exportFormats are those in which views are written into folders.
var exportFormats = []export.Format{export.CSV, export.XLSX, export.JSON, export.Parquet}

// planExports follows planViews. A view that goes takes its exports with it.
func (p *plan) planExports(context.Context) error {
	wanted := entryList(p.file.Exports)
	for _, e := range p.file.Exports {
		if !p.require(e.At, "view", "folder", "format") {
			continue
		}
		one := e.Export
		one.Folder = e.At.Path(one.Folder)
		if !slices.Contains(exportFormats, export.Format(one.Format)) {
			p.refuse(e.At.Of("format"), "configuration.value", connector.Data{"Key": "format", "Known": texts(exportFormats)})
		}
		view, found := p.viewNamed(one.View)
		if !found {
			p.refuse(e.At.Of("view"), "configuration.no-view", connector.Data{"Name": one.View})
			continue
		}
		one.View = view
		known := slices.ContainsFunc(p.before.Exports, func(b configuration.Export) bool { return b.Export == one })
		if !known && lists.CheckExportFolder(one.Folder) != nil {
			p.refuse(e.At.Of("folder"), "export.folder", connector.Data{"Folder": one.Folder})
		}
		wanted = append(wanted, configuration.Export{Export: one})
	}
	if p.file.Exports == nil { // those of views that go are told all the same
		for _, e := range p.before.Exports {
			if slices.ContainsFunc(p.history.RemoveViews, func(v history.View) bool { return v.Name == e.View }) {
				p.Changes = append(p.Changes, Change{Action: ActionDelete, Kind: KindExport, Name: exportName(e)})
			}
		}
	}
	return settle(p, section[configuration.Export]{
		kind: KindExport, wanted: wanted, before: p.before.Exports, name: exportName,
		key:    func(e configuration.Export) string { return store.FoldName(exportName(e)) },
		put:    func(e configuration.Export) { p.history.Exports = append(p.history.Exports, e.Export) },
		remove: func(e configuration.Export) { p.history.RemoveExports = append(p.history.RemoveExports, e.Export) },
	})
}

func exportName(e configuration.Export) string {
	return strings.Join([]string{e.View, e.Folder, e.Format}, ", ")
}

// viewNamed is the name of a view that will be there, as it will be written.
func (p *plan) viewNamed(name string) (called string, found bool) {
	folded := store.FoldName(strings.TrimSpace(name))
	for _, v := range p.file.Views {
		if store.FoldName(strings.TrimSpace(v.Name)) == folded {
			return strings.TrimSpace(v.Name), true
		}
	}
	for _, v := range p.before.Views {
		gone := slices.ContainsFunc(p.history.RemoveViews, func(r history.View) bool { return r.Name == v.Name })
		if store.FoldName(v.Name) == folded && !gone {
			return v.Name, true
		}
	}
	return "", false
}

// Words are the words that keys of a configuration may have.
func Words() map[string][]string {
	return map[string][]string{
		"schedules.kind":         texts(schedule.Kinds()),
		"connections.sourceType": {string(connector.Microsoft365)},
		"connections.cloud": texts([]connector.CloudID{
			connector.CloudGlobal, connector.CloudGCCHigh, connector.CloudDoD,
			connector.CloudChina, connector.CloudCustom,
		}),
		"connections.proxy.from": proxyFromWords(),
		"connections.flow":       texts([]connector.Flow{connector.AuthorizationCode, connector.ClientCredentials}),
		"prices.per":             texts([]money.Period{money.Month, money.Year}),
		"views.list":             texts(lists.All),
		"exports.format":         texts(exportFormats),
		"central.tls":            centralsettings.Modes(),
		"channels.kind":          notify.Kinds(), "channels.format": notify.Formats(), "channels.encryption": notify.Encryptions(),
		"channels.authentication":    notify.Authentications(),
		"notifications.report.every": notify.ReportPeriods(), "notifications.report.attach": notify.Attachments(),
	}
}

// texts are words of the program as they are typed.
func texts[T ~string](words []T) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = string(word)
	}
	return all
}

func proxyFromWords() []string {
	var words []string
	for _, from := range connector.ProxyFroms() {
		words = append(words, from.Word())
	}
	return words
}
