package inventory

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

type userCommand struct {
	User       string `arg:"" help:"User principal name or id; a name that the user had before, too." placeholder:"UPN"`
	Connection string `help:"Only what was imported through this connection, or the kept inventory of that name." placeholder:"NAME"`
	centralFlag
}

func (cmd userCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	return cmd.read(ctx, c, beacon, func(from *app.Beacon) error { return cmd.show(ctx, c, from) })
}

func (cmd userCommand) show(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	connections, err := inventoriesOf(ctx, beacon, cmd.Connection)
	if err != nil {
		return err
	}
	user, err := beacon.UserNamed(ctx, connections, cmd.User)
	if err != nil {
		return err
	}
	if err := noteOlderParts(ctx, c, beacon, []string{user.Connection}); err != nil {
		return err
	}
	row, err := newUserDetails(ctx, beacon, user)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(row)
	}
	return row.write(c)
}

// UserDetails is everything that is known of a user, as JSON.
type UserDetails struct {
	Connection        string         `json:"connection"`
	Tenant            string         `json:"tenant"`
	TenantID          string         `json:"tenantId"`
	ID                string         `json:"id"`
	UserPrincipalName string         `json:"userPrincipalName"`
	FormerNames       []string       `json:"formerNames"`
	DisplayName       string         `json:"displayName"`
	GivenName         *string        `json:"givenName"`
	Surname           *string        `json:"surname"`
	Mail              *string        `json:"mail"`
	Enabled           bool           `json:"enabled"`
	UserType          *string        `json:"userType"`
	Department        *string        `json:"department"`
	CompanyName       *string        `json:"companyName"`
	JobTitle          *string        `json:"jobTitle"`
	OfficeLocation    *string        `json:"officeLocation"`
	City              *string        `json:"city"`
	State             *string        `json:"state"`
	Country           *string        `json:"country"`
	UsageLocation     *string        `json:"usageLocation"`
	EmployeeID        *string        `json:"employeeId"`
	OnPremisesSynced  bool           `json:"onPremisesSynced"`
	Created           connector.Date `json:"created"`
	LastActivity      connector.Date `json:"lastActivity"`
	Active            string         `json:"active"`
	Licenses          []UserLicense  `json:"licenses"`
	// Costs are what the paid licenses cost a month, by currency.
	Costs       map[string]float64 `json:"costs"`
	Failed      []UserFailure      `json:"failed"`
	Usage       []UserApplication  `json:"usage"`
	Activations []UserActivation   `json:"activations"`
	// Changes are what imports have changed of the user, newest first.
	Changes []app.Change `json:"changes"`
}

// UserLicense is a license that a user has, as JSON.
type UserLicense struct {
	SKUID         string         `json:"skuId"`
	SKUPartNumber string         `json:"skuPartNumber"`
	Product       string         `json:"product"`
	Direct        *bool          `json:"direct"` // null where Graph does not say how the license came
	Groups        []UserGroup    `json:"groups"`
	Since         connector.Date `json:"since"`
	Active        string         `json:"active"`
	State         *string        `json:"state"`
	Error         *string        `json:"error"`
	Plans         []UserPlan     `json:"plans"`
	// Price is what the license costs a month; null when none was entered.
	Price    *float64 `json:"price"`
	Currency *string  `json:"currency"`
}

// UserGroup is a group through which a user has a license, as JSON.
type UserGroup struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// UserPlan is a service plan of a license that a user has, as JSON.
type UserPlan struct {
	ID           string   `json:"id"`
	Plan         string   `json:"plan"`
	Name         string   `json:"name"`
	Enabled      bool     `json:"enabled"`
	Applications []string `json:"applications"`
}

// UserFailure is a license that could not be assigned to a user, as JSON.
type UserFailure struct {
	SKUID         string     `json:"skuId"`
	SKUPartNumber string     `json:"skuPartNumber"`
	Product       string     `json:"product"`
	Group         *UserGroup `json:"group"` // null when it was given to the user itself
	Error         *string    `json:"error"`
}

// UserApplication is an application that a user has used, as JSON.
type UserApplication struct {
	Application  string         `json:"application"`
	LastActivity connector.Date `json:"lastActivity"`
	ReportDate   connector.Date `json:"reportDate"`
	// Platforms is empty where no report tells of them.
	Platforms []string `json:"platforms"`
}

// UserActivation is what a user has activated Office on, as JSON.
type UserActivation struct {
	Product        string         `json:"product"`
	LastActivated  connector.Date `json:"lastActivated"`
	Devices        int            `json:"devices"`
	Windows        int            `json:"windows"`
	Mac            int            `json:"mac"`
	IOS            int            `json:"ios"`
	Android        int            `json:"android"`
	WindowsMobile  int            `json:"windowsMobile"`
	SharedComputer bool           `json:"sharedComputer"`
	ReportDate     connector.Date `json:"reportDate"`
}

func newUserDetails(ctx context.Context, beacon *app.Beacon, u app.User) (UserDetails, error) {
	row := UserDetails{
		Connection: beacon.InventoryName(u.Connection), ID: u.ID, UserPrincipalName: u.UserPrincipalName,
		FormerNames: append([]string{}, u.FormerNames...), DisplayName: u.DisplayName, GivenName: console.TextOrNull(u.GivenName),
		Surname: console.TextOrNull(u.Surname), Mail: console.TextOrNull(u.Mail), Enabled: u.Enabled, UserType: console.TextOrNull(u.UserType),
		Department: console.TextOrNull(u.Department), CompanyName: console.TextOrNull(u.CompanyName), JobTitle: console.TextOrNull(u.JobTitle),
		OfficeLocation: console.TextOrNull(u.OfficeLocation), City: console.TextOrNull(u.City), State: console.TextOrNull(u.State),
		Country: console.TextOrNull(u.Country), UsageLocation: console.TextOrNull(u.UsageLocation), EmployeeID: console.TextOrNull(u.EmployeeID),
		OnPremisesSynced: u.OnPremisesSynced, Created: u.Created, LastActivity: u.LastActivity, Active: activeWord(u.Activity),
		Licenses: []UserLicense{},
		Costs:    map[string]float64{}, Failed: []UserFailure{}, Usage: []UserApplication{},
		Activations: []UserActivation{}, Changes: []app.Change{},
	}
	published, err := beacon.Published(ctx)
	for _, p := range published {
		if p.Connection == u.Connection {
			row.Tenant, row.TenantID = p.Tenant.DisplayName, p.Tenant.ID
		}
	}
	if err != nil {
		return row, err
	}
	changes, err := beacon.ChangesOf(ctx, u, 0)
	row.Changes = append(row.Changes, changes...)
	for _, a := range u.Assignments {
		row.Licenses = append(row.Licenses, newUserLicense(a))
	}
	costs, _ := u.Costs()
	for currency, sum := range costs {
		row.Costs[currency] = sum.Spent.Number(lists.PriceDecimals)
	}
	for _, f := range u.Failed {
		failure := UserFailure{SKUID: f.SKUID, SKUPartNumber: f.PartNumber, Product: f.Product, Error: console.TextOrNull(f.Error)}
		if f.Group.ID != "" {
			failure.Group = &UserGroup{f.Group.ID, f.Group.DisplayName}
		}
		row.Failed = append(row.Failed, failure)
	}
	for _, g := range u.Usage {
		row.Usage = append(row.Usage, UserApplication{g.Application, g.LastActivity, g.ReportDate, u.PlatformsOf(g.Application)})
	}
	for _, a := range u.Activations {
		row.Activations = append(row.Activations, UserActivation{
			a.Product, a.LastActivated, a.Devices(), a.Windows, a.Mac, a.IOS, a.Android, a.WindowsMobile, a.SharedComputer, a.ReportDate,
		})
	}
	return row, err
}

func newUserLicense(a app.UserAssignment) UserLicense {
	license := UserLicense{
		SKUID: a.SKUID, SKUPartNumber: a.PartNumber, Product: a.Product, Groups: []UserGroup{}, Since: a.Since,
		Active: activeWord(a.Activity), State: console.TextOrNull(a.State), Error: console.TextOrNull(a.Error), Plans: []UserPlan{},
	}
	if a.Direct || len(a.Groups) > 0 {
		license.Direct = &a.Direct
	}
	for _, g := range a.Groups {
		license.Groups = append(license.Groups, UserGroup{g.ID, g.DisplayName})
	}
	for _, p := range a.Plans {
		license.Plans = append(license.Plans, UserPlan{p.ID, p.Name, p.Title, p.Enabled, sorted(p.Applications)})
	}
	if a.Price != nil {
		month := lists.MonthlyPrice(*a.Price)
		license.Price, license.Currency = &month, &a.Price.Currency
	}
	return license
}

// sorted are texts in their order, and none of them an empty list.
func sorted(texts []string) []string {
	return append([]string{}, slices.Sorted(slices.Values(texts))...)
}

// activeWord is a state of activity as filters have it.
func activeWord(state app.Activity) string {
	switch state {
	case app.Active:
		return "yes"
	case app.Inactive:
		return "no"
	default:
		return string(state)
	}
}

// activeText is the word in the language of the account.
func activeText(word string) string {
	switch word {
	case string(app.New):
		return message.L("new")
	case string(app.Unknown):
		return message.L("unknown")
	default:
		return message.YesNo(word == "yes")
	}
}

// write writes what is known as names and values, and the lists as tables.
func (u UserDetails) write(c *console.Console) error {
	facts := console.NewTable()
	for _, fact := range []struct{ name, value string }{
		{"Display Name", u.DisplayName},
		{"User Principal Name", u.UserPrincipalName},
		{"Formerly", strings.Join(u.FormerNames, ", ")},
		{"Tenant", u.Tenant},
		{"Mail", textOf(u.Mail)},
		{"Enabled", message.YesNo(u.Enabled)},
		{"User Type", textOf(u.UserType)},
		{"Department", textOf(u.Department)},
		{"Company", textOf(u.CompanyName)},
		{"Job title", textOf(u.JobTitle)},
		{"Office", textOf(u.OfficeLocation)},
		{"City", textOf(u.City)},
		{"Country", textOf(u.Country)},
		{"Usage location", textOf(u.UsageLocation)},
		{"Employee ID", textOf(u.EmployeeID)},
		{"Created", u.Created.String()},
		{"Last Activity", u.LastActivity.String()},
		{"Active", activeText(u.Active)},
		{"Id", u.ID},
	} {
		if fact.value != "" {
			facts.Add(fact.name, fact.value)
		}
	}
	if err := facts.Write(c); err != nil {
		return err
	}
	for _, t := range []*console.Table{u.licenses(), u.failures(), u.applications(), u.activations(), u.changes()} {
		if t.Len() > 1 {
			c.Printf("\n")
			if err := t.Write(c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u UserDetails) licenses() *console.Table {
	t := console.NewTable("License", "Product", "Assigned", "Since", "Active", "Switched off")
	t.LeaveOut("Switched off", "Product")
	for _, l := range u.Licenses {
		var off []string
		for _, p := range l.Plans {
			if !p.Enabled {
				off = append(off, p.Name)
			}
		}
		t.Add(l.SKUPartNumber, l.Product, strings.Join(l.ways(), ", "), l.Since.String(), activeText(l.Active), strings.Join(off, ", "))
	}
	return t
}

// ways are how the license came to the user.
func (l UserLicense) ways() []string {
	var ways []string
	if l.Direct != nil && *l.Direct {
		ways = append(ways, message.L("directly"))
	}
	for _, g := range l.Groups {
		ways = append(ways, g.DisplayName)
	}
	return ways
}

func (u UserDetails) failures() *console.Table {
	t := console.NewTable("Not assigned", "Product", "Group", "Error")
	t.LeaveOut("Product")
	for _, f := range u.Failed {
		group := ""
		if f.Group != nil {
			group = f.Group.DisplayName
		}
		t.Add(f.SKUPartNumber, f.Product, group, textOf(f.Error))
	}
	return t
}

func (u UserDetails) applications() *console.Table {
	t := console.NewTable("Application", "Last Activity", "Platforms")
	for _, g := range u.Usage {
		t.Add(g.Application, g.LastActivity.String(), strings.Join(g.Platforms, ", "))
	}
	return t
}

func (u UserDetails) activations() *console.Table {
	t := console.NewTable("Activated product", "Last Activated", "Windows", "Mac", "iOS", "Android")
	for _, a := range u.Activations {
		t.Add(a.Product, a.LastActivated.String(), console.Number(int64(a.Windows)), console.Number(int64(a.Mac)), console.Number(int64(a.IOS)),
			console.Number(int64(a.Android)))
	}
	return t
}

func (u UserDetails) changes() *console.Table {
	t := console.NewTable("Time", "Event", "SKU Part Number", "Before", "After")
	for _, change := range u.Changes {
		t.Add(console.LocalTime(&change.Time), string(change.Event), change.SKUPartNumber, change.Before, change.After)
	}
	return t
}

// textOf is a text that may be null.
func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
