package configure

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store/history"
)

// Current returns how a data directory is set up, without any secret.
func Current(ctx context.Context, b *app.Beacon) (configuration.File, error) {
	file := configuration.File{
		Version:   configuration.Version,
		Schedules: []configuration.Schedule{}, Connections: []configuration.Connection{}, Prices: []configuration.Price{},
		Commitments: []configuration.Commitment{}, OwnNames: []configuration.OwnName{}, Views: []configuration.View{},
		Exports: []configuration.Export{}, Channels: []configuration.Channel{},
	}
	for _, s := range b.Schedules() {
		file.Schedules = append(file.Schedules, configuredSchedule(s.Schedule))
	}
	for _, e := range b.Entries() {
		file.Connections = append(file.Connections, configuredConnection(e.Connection, e.Schedule.Name))
	}
	var err error
	if file.Settings, err = configuredSettings(ctx, b); err != nil {
		return file, err
	}
	if file.Central, err = configuredCentral(ctx, b); err != nil {
		return file, err
	}
	if err := addNotifications(ctx, b, &file); err != nil {
		return file, err
	}
	return file, addEntered(ctx, b, &file)
}

// Write writes how a data directory is set up as YAML, for [Apply].
func Write(ctx context.Context, b *app.Beacon, w io.Writer) error {
	file, err := Current(ctx, b)
	if err != nil {
		return err
	}
	return configuration.Write(w, file, message.Text(connector.Message{ID: "configuration.status.head"}))
}

func configuredSettings(ctx context.Context, b *app.Beacon) (*configuration.Settings, error) {
	tasks, err := b.HistoryDays(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := b.ChangeDays(ctx)
	if err != nil {
		return nil, err
	}
	settings := &configuration.Settings{TaskDays: &tasks, ChangeDays: &changes}
	address, err := b.ProductNames.OwnAddress(ctx)
	if address != "" {
		settings.ProductNamesAddress = &address
	}
	return settings, err
}

// addEntered adds what people have entered.
func addEntered(ctx context.Context, b *app.Beacon, file *configuration.File) error {
	all, err := b.SKUs(ctx)
	if err != nil {
		return err
	}
	called := func(id string) string {
		if sku := b.LicenseOf(all, id); sku.Product != id {
			return cmp.Or(b.ShortName(id), sku.PartNumber, sku.Product)
		}
		return ""
	}
	prices, err := b.History.Prices(ctx)
	if err != nil {
		return err
	}
	for _, p := range prices {
		price := configuredPrice(p)
		price.Comment = called(p.SKUID)
		file.Prices = append(file.Prices, price)
	}
	commitments, err := b.History.Commitments(ctx)
	if err != nil {
		return err
	}
	for _, c := range commitments {
		commitment := configuredCommitment(c)
		commitment.Comment = called(c.SKUID)
		file.Commitments = append(file.Commitments, commitment)
	}
	names, err := b.History.OwnNames(ctx)
	if err != nil {
		return err
	}
	for _, n := range names {
		file.OwnNames = append(file.OwnNames, configuration.OwnName{SKU: n.SKUID, Name: n.Name, Comment: b.ShortName(n.SKUID)})
	}
	views, err := b.History.Views(ctx)
	if err != nil {
		return err
	}
	for _, v := range views {
		file.Views = append(file.Views, configuration.View{View: v})
	}
	exports, err := b.History.Exports(ctx)
	if err != nil {
		return err
	}
	for _, e := range exports {
		file.Exports = append(file.Exports, configuration.Export{Export: e})
	}
	return nil
}

// What is stored, as it stands in a file.

func configuredSchedule(s schedule.Schedule) configuration.Schedule {
	return configuration.Schedule{
		Name: s.Name, Kind: s.Kind, Every: s.Every, Time: s.Time, Days: s.Days, Day: configuration.MonthDay(s.Day), CatchUp: s.CatchUp,
	}
}

func configuredConnection(c connector.Connection, scheduleName string) configuration.Connection {
	return configuration.Connection{ExportedConnection: workspace.Exported(c), Schedule: scheduleName}
}

func configuredPrice(p history.Price) configuration.Price {
	return configuration.Price{
		SKU: p.SKUID, Tenant: p.Tenant, Amount: json.Number(p.Amount()), Currency: p.Currency, Per: string(p.Per), From: p.Since,
	}
}

func configuredCommitment(c history.Commitment) configuration.Commitment {
	return configuration.Commitment{SKU: c.SKUID, Tenant: c.Tenant, Units: c.Units, Until: c.Until}
}

// pricedText is what tells a price of a license from others of it.
func pricedText(name, tenant string, since connector.Date) string {
	parts := []string{name}
	if tenant != "" {
		parts = append(parts, tenant)
	}
	if since != 0 {
		parts = append(parts, since.String())
	}
	return strings.Join(parts, ", ")
}

// PartlyError means that a configuration was applied in part.
type PartlyError struct {
	// Done and Left are the changes that were made, and those that were not.
	Done, Left []Change
	Err        error
}

func (e *PartlyError) Error() string {
	return fmt.Sprintf("%d of %d changes were made: %v", len(e.Done), len(e.Done)+len(e.Left), e.Err)
}

func (e *PartlyError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *PartlyError) Message() connector.Message {
	named := func(changes []Change) (names []string) {
		for _, c := range changes {
			names = append(names, string(c.Kind)+" "+c.Name)
		}
		return names
	}
	return connector.Message{ID: "configuration.partly", Data: connector.Data{
		"Done": named(e.Done), "Left": named(e.Left), "Reason": message.Of(e.Err),
	}}
}
