package publish

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// usedDays counts the users of applications by the day on which they were last active.
type usedDays struct {
	in [connector.UsedApplications]byDay
	// on counts those of them who use it on a platform, by the bits of a
	// [connector.PlatformUse].
	on [connector.PlatformUses]byDay
}

// count counts a user.
func (d *usedDays) count(days *tables.Days, places connector.PlatformUse) {
	for app := range connector.UsedApplication(connector.UsedApplications) {
		if day := days.In(app); day != 0 {
			d.in[app].add(day, 1)
		}
	}
	for bit := range places.All {
		app, _ := connector.OfPlatformBit(bit)
		if day := days.In(app); day != 0 {
			d.on[bit].add(day, 1)
		}
	}
}

// writePlatforms writes how many users applications have on each platform.
func (d *usedDays) writePlatforms(ctx context.Context, p *publishing) error {
	if err := p.exec(ctx, "DELETE FROM application_platform_day WHERE source = ?", p.source); err != nil {
		return err
	}
	for bit := range d.on {
		application, platform := connector.OfPlatformBit(bit)
		for day, users := range d.on[bit].all {
			if err := p.exec(ctx, "INSERT INTO application_platform_day (source, application, platform, day, users) VALUES (?, ?, ?, ?, ?)",
				p.source, application, platform, day, users); err != nil {
				return err
			}
		}
	}
	return nil
}
