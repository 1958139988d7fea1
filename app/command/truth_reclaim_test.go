package command

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

// reclaimTruth is what the console prints of a recommendation, as far as it is counted
// here.
type reclaimTruth struct {
	UserPrincipalName string   `json:"userPrincipalName"`
	SKUPartNumber     string   `json:"skuPartNumber"`
	Reason            string   `json:"reason"`
	Certainty         string   `json:"certainty"`
	Since             *string  `json:"since"`
	Price             *float64 `json:"price"`
	Currency          *string  `json:"currency"`
}

// TestRecommendationsAreTheTruth imports a tenant and compares what the console
// recommends with what follows from what the tenant says of itself, by docs/reclaim.md.
func TestRecommendationsAreTheTruth(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 2_500}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	truth := newTruth(t, server)
	for _, window := range []string{"30", "90", "180"} {
		var printed []reclaimTruth
		text := succeed(t, dir, "inventory", "reclaim", "--json", "--window", window)
		if err := json.Unmarshal([]byte(text), &printed); err != nil {
			t.Fatal(err)
		}
		days := map[string]int{"30": 30, "90": 90, "180": 180}[window]
		compare(t, "recommendations of "+window+" days", truth.reclaim(days), printed, func(r reclaimTruth) string {
			return r.UserPrincipalName + "\n" + r.SKUPartNumber
		})
	}
}

// reclaim are the recommendations for a window.
func (r *truth) reclaim(window int) (rows []reclaimTruth) {
	paid := map[string]bool{}
	for _, l := range r.licenses(window) {
		paid[l.SKUID] = l.Kind == "paid"
	}
	for _, u := range r.all {
		for _, a := range u.Assignments {
			if row, is := r.recommend(u, a, window, paid); is && paid[a.SKUID] {
				rows = append(rows, row)
			}
		}
		for i, f := range u.Failed {
			same := func(other connector.FailedAssignment) bool { return other.SKUID == f.SKUID }
			if paid[f.SKUID] && !slices.ContainsFunc(u.Failed[:i], same) {
				rows = append(rows, reclaimTruth{
					UserPrincipalName: u.UserPrincipalName, SKUPartNumber: r.skus[f.SKUID].PartNumber, Reason: "failed", Certainty: "review",
				})
			}
		}
	}
	return rows
}

func (r *truth) recommend(u connector.User, a connector.Assignment, window int, paid map[string]bool) (reclaimTruth, bool) {
	name := strings.ToLower(u.UserPrincipalName)
	last, listed := r.last[name], r.names[name] != ""
	fresh, active := r.active(a.Since, window), r.active(last, window)
	general := last // of everything but Copilot
	if r.skus[a.SKUID].PartNumber == "Microsoft_365_Copilot" {
		last, listed = r.copilot[name]
		fresh, active = r.active(r.beforeReport("Copilot", a.Since), window), r.active(r.beforeReport("Copilot", last), window)
	}
	row := reclaimTruth{UserPrincipalName: u.UserPrincipalName, SKUPartNumber: r.skus[a.SKUID].PartNumber, Since: day(a.Since)}
	certain := "certain"
	if fresh || !active && !listed {
		certain = "probable"
	}
	seen := "probable"
	if len(r.reported(a.SKUID)) == 0 && r.skus[a.SKUID].PartNumber != "Microsoft_365_Copilot" {
		seen = "review"
	}
	switch {
	case !u.Enabled:
		row.Reason, row.Certainty, row.Since = "disabled", certain, nil
		if r.active(general, 30) {
			row.Certainty = "probable"
		}
	case listed && !active && !fresh && (last == 0 || last < a.Since):
		row.Reason, row.Certainty = "never-active", seen
	case listed && !active && !fresh:
		row.Reason, row.Certainty, row.Since = "inactive", seen, day(last)
	case r.contained(u, a, paid):
		row.Reason, row.Certainty = "redundant", certain
	case u.UserType == "Guest":
		row.Reason, row.Certainty = "guest", "review"
	case !fresh && r.smaller(u, a, paid) != "":
		row.Reason, row.Certainty = "smaller", r.smaller(u, a, paid)
	case a.Direct && len(a.Groups) > 0:
		row.Reason, row.Certainty = "direct-and-group", certain
	default:
		return row, false
	}
	return row, true
}

// reported are the applications of a license of which reports tell.
func (r *truth) reported(sku string) map[string]bool {
	apps := map[string]bool{}
	for _, plan := range r.skus[sku].ServicePlans {
		for _, app := range reportedApps(plan.Name) {
			apps[app] = true
		}
	}
	return apps
}

func reportedApps(plan string) (apps []string) {
	for _, app := range appsOf(plan) {
		for a := range connector.UsedApplication(connector.UsedApplications) {
			if a.String() == app && !a.OfCopilot() {
				apps = append(apps, app)
			}
		}
	}
	return apps
}

func (r *truth) hasPlan(sku, plan string) bool {
	return slices.ContainsFunc(r.skus[sku].ServicePlans, func(p connector.ServicePlan) bool { return p.ID == plan })
}

// isIn reports whether a license has no plan that another one in force lacks.
func (r *truth) isIn(sku, other string) bool {
	if sku == other || r.skus[other].Status != "Enabled" || len(r.skus[sku].ServicePlans) == 0 {
		return false
	}
	for _, plan := range r.skus[sku].ServicePlans {
		if !r.hasPlan(other, plan.ID) {
			return false
		}
	}
	return true
}

// contained reports whether another license of the user has all that one switches on.
func (r *truth) contained(u connector.User, a connector.Assignment, paid map[string]bool) bool {
	return slices.ContainsFunc(u.Assignments, func(b connector.Assignment) bool {
		if !paid[b.SKUID] || !r.isIn(a.SKUID, b.SKUID) {
			return false
		}
		return !slices.ContainsFunc(b.DisabledPlans, func(plan string) bool {
			return r.hasPlan(a.SKUID, plan) && !slices.Contains(a.DisabledPlans, plan)
		})
	})
}

// smaller is the certainty with which a smaller license would do; empty when none would.
func (r *truth) smaller(u connector.User, a connector.Assignment, paid map[string]bool) string {
	apps := r.reported(a.SKUID)
	for _, b := range u.Assignments {
		if b.SKUID == a.SKUID || !paid[b.SKUID] {
			continue
		}
		for app := range r.reported(b.SKUID) {
			if apps[app] {
				return ""
			}
		}
		if r.isIn(b.SKUID, a.SKUID) {
			return ""
		}
	}
	used := map[string]bool{}
	for i, day := range r.used[strings.ToLower(u.UserPrincipalName)] {
		if app := connector.UsedApplication(i).String(); apps[app] && r.active(day, 180) {
			used[app] = true
		}
	}
	var do []string // SKUs
	for sku := range r.skus {
		if paid[sku] && r.wouldDo(sku, a.SKUID, used) {
			do = append(do, sku)
		}
	}
	if len(do) == 0 || r.names[strings.ToLower(u.UserPrincipalName)] == "" {
		return ""
	}
	best := slices.MinFunc(do, func(a, b string) int {
		return cmp.Or(len(r.skus[a].ServicePlans)-len(r.skus[b].ServicePlans), cmp.Compare(a, b))
	})
	for _, plan := range r.skus[a.SKUID].ServicePlans {
		if !r.hasPlan(best, plan.ID) && len(reportedApps(plan.Name)) == 0 && plan.Name != "EXCHANGE_S_FOUNDATION" {
			return "review"
		}
	}
	return "probable"
}

func (r *truth) wouldDo(sku, larger string, used map[string]bool) bool {
	small, large := r.reported(sku), r.reported(larger)
	if r.skus[sku].Status != "Enabled" || len(small) == 0 || len(small) >= len(large) || len(used) == 0 {
		return false
	}
	for app := range small {
		if !large[app] {
			return false
		}
	}
	for app := range used {
		if !small[app] {
			return false
		}
	}
	unseen, missing := 0, 0
	for _, plan := range r.skus[sku].ServicePlans {
		if len(reportedApps(plan.Name)) > 0 || plan.Name == "EXCHANGE_S_FOUNDATION" {
			continue
		}
		unseen++
		if !r.hasPlan(larger, plan.ID) {
			missing++
		}
	}
	return 2*missing <= unseen
}
