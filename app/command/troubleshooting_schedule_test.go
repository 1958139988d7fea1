package command

import (
	"errors"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/service"
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
		return beside(when, problems[0].Message)
	}
	return []trouble{
		field("A schedule without a name", app.Schedule{Kind: schedule.Daily}),
		field("A schedule whose name begins with a space", app.Schedule{Name: " Nightly", Kind: schedule.Daily}),
		field("A schedule of minutes without a number", app.Schedule{Name: "Often", Kind: schedule.Minutes}),
		field("A weekly schedule without a day", app.Schedule{Name: "Weekly", Kind: schedule.Weekly}),
		field("A monthly schedule on day 40", app.Schedule{Name: "Monthly", Kind: schedule.Monthly, Day: 40}),
		field("A time of day that no clock shows", app.Schedule{Name: "Daily", Kind: schedule.Daily, Time: schedule.TimeOfDay(24 * time.Hour / time.Minute)}),
		advised("A run of a schedule that runs already", &scheduler.RunningError{Name: "Nightly"}),
		advised("A run of which not every import has succeeded", &runError{name: "Nightly", failed: 1, all: 3}),
		advised("A service whose key is in the keyring", &keyUnreachableError{account: "beacon", action: keyFileAction}),
		advised("A service that is refused", &service.Error{Doing: "starting the service", Err: errors.New("exit status 1")}),
	}
}
