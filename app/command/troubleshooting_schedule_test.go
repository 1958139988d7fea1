package command

import (
	"testing"
	"time"

	"inventorybeacon/app"
	commands "inventorybeacon/app/command/schedule"
	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

// scheduleTroubles are those of schedules and of the service that runs them.
func scheduleTroubles(t *testing.T) []trouble {
	t.Helper()
	field := func(when string, s app.Schedule) trouble {
		t.Helper()
		problems := s.Validate()
		if len(problems) != 1 {
			t.Fatalf("%s: %d problems", when, len(problems))
		}
		return beside(when, message.Sentence(problems[0].Message))
	}
	return []trouble{
		field("A schedule without a name", app.Schedule{Kind: schedule.Daily}),
		field("A schedule whose name begins with a space", app.Schedule{Name: " Nightly", Kind: schedule.Daily}),
		field("A schedule of minutes without a number", app.Schedule{Name: "Often", Kind: schedule.Minutes}),
		field("A weekly schedule without a day", app.Schedule{Name: "Weekly", Kind: schedule.Weekly}),
		field("A monthly schedule on day 40", app.Schedule{Name: "Monthly", Kind: schedule.Monthly, Day: 40}),
		field("A time of day that no clock shows",
			app.Schedule{Name: "Daily", Kind: schedule.Daily, Time: schedule.TimeOfDay(24 * time.Hour / time.Minute)}),
		advised("A run of a schedule that runs already", &scheduler.RunningError{Name: "Nightly"}),
		advised("A run of which not every import has succeeded", &commands.RunError{Name: "Nightly", Failed: 1, All: 3}),
		told("A service whose key is in the keyring", "console.key-unreachable", nil),
		told("A service that is refused", "service.refused.exit-status", connector.Data{"Doing": connector.Message{ID: "service.doing.start"}}),
	}
}
