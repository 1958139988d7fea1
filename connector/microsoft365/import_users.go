package microsoft365

import (
	"context"
	"fmt"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/users"
)

// users reads the users, of which Graph has counted total before, -1 when it could not.
func (im *importer) users(ctx context.Context, tenant string, total int64) error {
	reader := users.New(im.graph, im.sink, tenant, func(rows int64) {
		im.observer.Progress(connector.Progress{Phase: connector.PhaseUsers, Done: rows, Total: max(total, 0)})
	})
	reader.Log, reader.Note, reader.Warn, reader.SideBySideFrom = im.log, im.observer.Note, im.warnAdvised, im.sideBySideFrom
	if strings.EqualFold(im.inventory.ID, tenant) {
		reader.Before = im.inventoryUsers
	}
	if err := reader.Read(ctx, total); err != nil {
		return err
	}
	if err := im.sink.Counted(ctx, reader.Least()); err != nil {
		return err
	}
	im.observer.Note(fmt.Sprintf("%s.", plural(int(reader.Rows), "user")))
	im.finish(connector.PhaseUsers, reader.Rows)
	return nil
}
