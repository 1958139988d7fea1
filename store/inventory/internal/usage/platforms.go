package usage

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/inventory/internal/query"
)

// PlatformProperty is what is asked for by platforms.
func PlatformProperty() filter.Property {
	return filter.Property{Name: "platform", Kind: filter.State, Values: platformValues()}
}

// PlatformValue is what a platform is called in filters and columns.
func PlatformValue(p connector.Platform) string { return strings.ToLower(p.String()) }

// everyPlatform are all platforms.
var everyPlatform = []connector.Platform{connector.OnWindows, connector.OnMac, connector.OnMobile, connector.OnWeb}

// platformValues are those of the property platform.
func platformValues() []string {
	values := make([]string, len(everyPlatform))
	for i, p := range everyPlatform {
		values[i] = PlatformValue(p)
	}
	return values
}

// platformsOf are some platforms of some applications.
func platformsOf(applications []connector.UsedApplication, platforms []connector.Platform) (uses connector.PlatformUse) {
	for _, a := range applications {
		for _, p := range platforms {
			uses.Add(a, p)
		}
	}
	return uses
}

// onAny is the condition that a row of usage g has used one of the applications on one of the
// platforms: there and at all, as a report may tell either alone.
func onAny(applications []connector.UsedApplication, platforms []connector.Platform) string {
	return anyOn(applications, platforms, func(a connector.UsedApplication) string { return usedDays[a] + " <> 0" })
}

// onAnyNarrow is the same for a row of usage g with an application n.
func onAnyNarrow(applications []connector.UsedApplication, platforms []connector.Platform) string {
	return anyOn(applications, platforms, func(a connector.UsedApplication) string { return fmt.Sprintf("n.n = %d", a) })
}

// anyOn joins a condition on each application with one that it was used on one of the platforms.
func anyOn(applications []connector.UsedApplication, platforms []connector.Platform, used func(connector.UsedApplication) string) string {
	alternatives := []string{"0"}
	for _, a := range applications {
		if uses := platformsOf([]connector.UsedApplication{a}, platforms); uses != 0 {
			alternatives = append(alternatives, fmt.Sprintf("g.platforms & %d <> 0 AND %s", uses, used(a)))
		}
	}
	return strings.Join(alternatives, " OR ")
}

// addPlatforms adds a condition on where applications are used: those that the filter asks for, or
// all. Whoever is no user of the tenant uses none, as in the numbers of applications, but where the
// report names nobody.
func (s usageShape) addPlatforms(f *usageSelection, c filter.Condition, e filter.Expression, sources []query.Source) {
	applications, one := askedFor(e)
	meant := platformsMeant(c)
	condition := fmt.Sprintf("(%s) AND %s", s.onAny(applications, meant), ofUsers(slices.Values(sources)))
	if c.Operator == filter.IsNot {
		f.Add("NOT (" + condition + ")")
		return
	}
	f.Add(condition)
	if len(meant) != 1 || one && len(applications) != 1 {
		return
	}
	index, uses := onPlatform(platformsOf(applications, meant))
	f.Add(uses)
	f.days = append(f.days, dayCondition{index, uses, nil})
}

// platformsMeant are those that a condition, turned the right way round, names.
func platformsMeant(c filter.Condition) []connector.Platform {
	return slices.DeleteFunc(slices.Clone(everyPlatform), func(p connector.Platform) bool {
		return !c.Positive().Matches(0, PlatformValue(p))
	})
}

// OnPlatforms is the condition on a row of usage, by its bare columns, that any application was used on one of the platforms that a
// condition, turned the right way round, names. Where it names one, there is an index that finds these.
func OnPlatforms(c filter.Condition) (condition string, index adaptive.Index) {
	every, _ := askedFor(nil)
	meant := platformsMeant(c)
	condition = "(" + onAny(every, meant) + ")"
	if len(meant) == 1 {
		var uses string
		index, uses = onPlatform(platformsOf(every, meant))
		condition += " AND " + uses
	}
	return columnOf(condition), index
}

// askedFor are the applications that a filter asks for, and all without a condition on them.
func askedFor(e filter.Expression) (applications []connector.UsedApplication, asked bool) {
	for a := range connector.UsedApplication(connector.UsedApplications) {
		applications = append(applications, a)
	}
	for _, c := range e {
		property, _ := filter.Named(UsageProperties(), c.Property)
		if property.Name != "application" || c.Operator == filter.IsNot {
			continue
		}
		matching := matchingApplications(c)
		applications = slices.DeleteFunc(applications, func(a connector.UsedApplication) bool { return !slices.Contains(matching, a) })
		asked = true
	}
	return applications, asked
}

// ofUsers is the condition that a row of usage g stands for a user of the tenant.
func ofUsers(sources iter.Seq[query.Source]) string {
	var numbers []string
	for source := range sources {
		if source.Conceals() {
			numbers = append(numbers, fmt.Sprint(source.Number))
		}
	}
	slices.Sort(numbers)
	return "(g.uid IS NOT NULL OR g.id >> 32 IN (" + strings.Join(numbers, ",") + "))"
}

// platformsOfUsers is where a row of usage g has used applications, nothing where it stands for no user.
func platformsOfUsers(sources map[int64]query.Source) string {
	return "iif(" + ofUsers(maps.Values(sources)) + ", g.platforms, 0)"
}

// onPlatform is the index of those who use applications on platforms, which is asked for where these are few, and
// the condition on a row of usage g that it answers.
func onPlatform(uses connector.PlatformUse) (index adaptive.Index, condition string) {
	condition = fmt.Sprintf("g.platforms & %d <> 0", uses)
	return adaptive.Index{
		Name: fmt.Sprintf("%susage_on_%d", adaptive.Prefix, uses), On: "usage (upn) WHERE " + columnOf(condition),
	}, condition
}

// platformIndexes are all of them.
func platformIndexes() (indexes []adaptive.Index) {
	add := func(applications []connector.UsedApplication, p connector.Platform) {
		if uses := platformsOf(applications, []connector.Platform{p}); uses != 0 {
			index, _ := onPlatform(uses)
			indexes = append(indexes, index)
		}
	}
	every, _ := askedFor(nil)
	for _, p := range everyPlatform {
		add(every, p)
		for _, a := range every {
			add([]connector.UsedApplication{a}, p)
		}
	}
	return indexes
}
