package sent

import (
	"context"
	"database/sql/driver"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// Usage is a row of usage that differs from what was sent.
type Usage struct {
	ID, Name, Fingerprint int64
	// New says that it was not sent with this number.
	New  bool
	UPN  string
	Used [connector.UsedApplications]connector.Date
	// TeamsOfApp says that the day of Teams is that of the report app-users, which tells AppTeams of it.
	TeamsOfApp bool
	AppTeams   connector.Date
	// Listed has a bit for each report that lists the user, each of which tells a last day: active-users, app-users and that on Copilot.
	Listed                           int64
	ActiveLast, AppLast, CopilotLast connector.Date
	// Platforms are the bits of a [connector.PlatformUse].
	Platforms int64
}

// usedDays are the columns with a day for each application. Of Teams two reports tell.
const usedDays = `g.exchange, g.onedrive, g.sharepoint, g.skype, g.yammer, iif(g.teams <> 0, g.teams, g.app_teams), g.outlook, g.word, g.excel,
	g.powerpoint, g.onenote, g.copilot_teams, g.copilot_word, g.copilot_excel, g.copilot_powerpoint, g.copilot_outlook, g.copilot_onenote,
	g.copilot_loop, g.copilot_chat`

// usageMoved is a condition on a row of usage g and what was sent of it, s.
const usageMoved = "(s.id IS NULL OR s.name <> g.name)"

func (c *Comparison) differingUsage(ctx context.Context) (differences, error) {
	err := c.usage.find(ctx, c, PartUsage, "SELECT count(*), coalesce(sum("+usageMoved+"), 0), coalesce(sum("+usageMoved+
		` OR s.fingerprint <> g.fingerprint), 0)
		FROM inventory.usage AS g LEFT JOIN main.usage AS s USING (id) WHERE `+tables.OfSource("g.id"),
		"SELECT count(*) FROM main.usage WHERE "+tables.OfSource("id"))
	return c.usage, err
}

// EachUsage calls use with one row of usage after another that differs from what was sent; the value is used again.
func (c *Comparison) EachUsage(ctx context.Context, use func(*Usage) error) error {
	if d, err := c.differingUsage(ctx); err != nil || !d.some {
		return err
	}
	var g Usage
	return tables.Each(ctx, c.conn, `SELECT g.id, g.name, g.fingerprint, `+usageMoved+`, g.upn, g.teams = 0, g.app_teams, g.listed,
		g.active_last, g.app_last, g.copilot_last, g.platforms, `+usedDays+`
		FROM inventory.usage AS g LEFT JOIN main.usage AS s USING (id)
		WHERE `+tables.OfSource("g.id")+` AND (`+usageMoved+` OR s.fingerprint <> g.fingerprint) ORDER BY g.id`,
		func(row []driver.Value) error {
			g = Usage{
				ID: row[0].(int64), Name: row[1].(int64), Fingerprint: row[2].(int64), New: row[3].(int64) != 0,
				UPN: row[4].(string), TeamsOfApp: row[5].(int64) != 0, AppTeams: connector.Date(row[6].(int64)), Listed: row[7].(int64),
				ActiveLast: connector.Date(row[8].(int64)), AppLast: connector.Date(row[9].(int64)), CopilotLast: connector.Date(row[10].(int64)),
				Platforms: row[11].(int64),
			}
			for i := range g.Used {
				g.Used[i] = connector.Date(row[12+i].(int64))
			}
			return use(&g)
		}, c.Source.Number)
}
