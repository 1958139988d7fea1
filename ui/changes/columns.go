package changes

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/grid"
)

// The columns that more is said of; their ids are those by which the history sorts.
const (
	columnTime   = "time"
	columnTenant = "tenant"
)

func columns() []grid.Column {
	return []grid.Column{
		{ID: columnTime, Title: lang.L("Time"), Width: 112, Sortable: true},
		{ID: columnTenant, Title: lang.L("Tenant"), Width: 110, MinWidth: 72, Stretch: 1, Sortable: true},
		{ID: "event", Title: lang.L("Event"), Width: 150, MinWidth: 118, Sortable: true},
		{ID: "userPrincipalName", Title: lang.L("User"), Width: 220, MinWidth: 100, Stretch: 3, Sortable: true},
		{ID: "skuPartNumber", Title: lang.L("License"), Width: 124, MinWidth: 84, Stretch: 2, Sortable: true, Yields: true},
		{ID: "before", Title: lang.L("Before"), Width: 70, MinWidth: 56, Stretch: 2, Sortable: true, Yields: true},
		{ID: "after", Title: lang.L("After"), Width: 70, MinWidth: 56, Stretch: 2, Sortable: true, Yields: true},
	}
}

func row(beacon *app.Beacon, c app.Change) []grid.Cell {
	at := page.Moment(c.Time, time.Now())
	at.Tooltip = c.Time.Local().Format(time.DateTime)
	license := grid.Cell{}
	if c.SKUPartNumber != "" {
		license = grid.Cell{Text: beacon.Product(c.SKUID, c.SKUPartNumber), Tooltip: c.SKUPartNumber}
	}
	return []grid.Cell{
		at,
		grid.Text(c.TenantName),
		grid.Text(lists.EventText(c.Event)),
		grid.Text(c.UserPrincipalName),
		license,
		Value(beacon.Product, c.Event, c.Before),
		Value(beacon.Product, c.Event, c.After),
	}
}

// Value is what was before or after an event. What is no name or number is a word of ours.
func Value(product func(skuID, partNumber string) string, event connector.Event, text string) grid.Cell {
	shown := text
	switch event {
	case connector.UserAdded, connector.UserRemoved:
		licenses := strings.Split(text, ", ")
		for i, part := range licenses {
			licenses[i] = product("", part)
		}
		return grid.Cell{Text: strings.Join(licenses, ", "), Tooltip: strings.Join(licenses, "\n")}
	case connector.UserEnabled, connector.UserDisabled, connector.LicenseAdded, connector.LicenseRemoved:
		shown = lists.Changes.ValueText("after", text)
	case connector.PurchasedChanged:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return page.Number(n)
		}
	case connector.SubscriptionChanged: // how many, and what else of the status and the day has changed
		parts := strings.Split(text, ", ")
		for i, part := range parts {
			if n, err := strconv.ParseInt(part, 10, 64); err == nil {
				parts[i] = message.Number(n)
			}
		}
		shown = strings.Join(parts, ", ")
	}
	return grid.Cell{Text: shown, Tooltip: shown}
}
