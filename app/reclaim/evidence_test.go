package reclaim

import (
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

func day(t *testing.T, text string) connector.Date {
	t.Helper()
	d, err := connector.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestReasonsAndEvidenceAreToldAsFarAsTheyAreKnown looks at each reason with the facts that it has, and without those that it may lack.
func TestReasonsAndEvidenceAreToldAsFarAsTheyAreKnown(t *testing.T) {
	disabled, active, assigned, report := day(t, "2026-01-02"), day(t, "2026-03-04"), day(t, "2025-05-06"), day(t, "2026-07-08")
	groups := []connector.Group{{ID: "1", DisplayName: "Sales"}, {ID: "2", DisplayName: "Support"}}
	other := inventory.LicenseName{Product: "Microsoft 365 E5"}
	for _, c := range []struct {
		name          string
		row           inventory.Recommendation
		disabled      connector.Date
		since         connector.Date
		why, evidence string
	}{
		{
			"given a disabled account, then the day is told since which it is",
			inventory.Recommendation{
				Reason: inventory.ReasonDisabled, ReportDate: report, Known: true, LastActivity: active, Assigned: assigned, Direct: true,
			},
			disabled, disabled, "disabled since 2026-01-02",
			"last activity 2026-03-04 in the reports of 2026-07-08; assigned 2025-05-06; given directly",
		},
		{
			"given a disabled account that no import has seen enabled",
			inventory.Recommendation{Reason: inventory.ReasonDisabled},
			0, 0,
			"the account is disabled", "no reports",
		},
		{
			"given a user who is not in the reports, then nothing is said of activity in them",
			inventory.Recommendation{
				Reason: inventory.ReasonNeverActive, ReportDate: report, Assigned: assigned, Groups: groups, LastActivity: active,
			},
			disabled, assigned, "never active since it was assigned",
			"not in the reports of 2026-07-08; assigned 2025-05-06; given through Sales and Support",
		},
		{
			"given a user in the reports without any activity", inventory.Recommendation{
				Reason: inventory.ReasonNeverActive, ReportDate: report, Known: true, Direct: true, Groups: groups,
			}, 0, 0, "never active since it was assigned", "no activity in the reports of 2026-07-08; given directly and through Sales and Support",
		},
		{
			"given somebody who has stopped, then since the last activity and not since the assignment", inventory.Recommendation{
				Reason: inventory.ReasonInactive, ReportDate: report, Known: true, LastActivity: active, Assigned: assigned,
			}, disabled, active, "no activity since 2026-03-04", "last activity 2026-03-04 in the reports of 2026-07-08; assigned 2025-05-06",
		},
		{
			"given a license of which no report tells, then what the activity is", inventory.Recommendation{
				Reason: inventory.ReasonInactive, ReportDate: report, Known: true, LastActivity: active, Unreported: true,
			}, 0, active, "no activity since 2026-03-04", "last activity 2026-03-04 in the reports of 2026-07-08; " +
				"no report tells of the use of this license: activity is that in anything of Microsoft 365",
		},
		{
			"given a license that another one contains, then the evidence begins with that", inventory.Recommendation{
				Reason: inventory.ReasonRedundant, Other: other, Assigned: assigned,
			}, 0, assigned, "every plan is in Microsoft 365 E5", "every plan is in Microsoft 365 E5; no reports; assigned 2025-05-06",
		},
		{
			"given one that a smaller one would replace, then plans are named that no report sees",
			inventory.Recommendation{
				Reason: inventory.ReasonSmaller, Other: other, Unseen: []string{"Intune", "Defender"}, ReportDate: report, Known: true,
				LastActivity: active,
			},
			0, 0, "Microsoft 365 E5 has all that was used",
			"Microsoft 365 E5 has all that was used; no report tells whether Intune and Defender are used; last activity 2026-03-04 in the reports of 2026-07-08",
		},
		{
			"given a guest",
			inventory.Recommendation{Reason: inventory.ReasonGuest, Assigned: assigned},
			0, assigned, "a guest with a paid license",
			"no reports; assigned 2025-05-06",
		},
		{
			"given one that came twice, then activity does not matter", inventory.Recommendation{
				Reason: inventory.ReasonTwice, Direct: true, Groups: groups[:1], ReportDate: report, Known: true, LastActivity: active,
			}, 0, 0, "assigned directly and through a group", "given directly and through Sales",
		},
		{
			"given one that could not be assigned, then what stands in the way", inventory.Recommendation{
				Reason: inventory.ReasonFailed, Groups: groups[:1], Errors: []string{"CountViolation"}, ReportDate: report,
			}, 0, 0, "could not be assigned", "given through Sales; because of CountViolation",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Recommendation{Recommendation: c.row, Disabled: c.disabled}
			if got := r.Since(); got != c.since {
				t.Errorf("it holds since %q, want %q", got, c.since)
			}
			if got := r.Why(); got != c.why {
				t.Errorf("the reason is %q, want %q", got, c.why)
			}
			if got := r.Evidence(); got != c.evidence {
				t.Errorf("the evidence is\n%q, want\n%q", got, c.evidence)
			}
		})
	}
}

func TestEveryReasonAndCertaintyHasALabelOfItsOwn(t *testing.T) {
	labels := map[string]bool{}
	for _, reason := range inventory.Reasons {
		labels[ReasonText(reason)] = true
	}
	for _, certainty := range inventory.Certainties {
		labels[CertaintyText(certainty)] = true
	}
	if delete(labels, ""); len(labels) != len(inventory.Reasons)+len(inventory.Certainties) {
		t.Errorf("%d labels of %d reasons and %d certainties", len(labels), len(inventory.Reasons), len(inventory.Certainties))
	}
}
