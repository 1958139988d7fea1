// Package productnames knows what licenses and service plans are called. The names that
// people have given win over those of Microsoft's table, and these over the short table
// that is built in.
package productnames

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"

	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// watch notices that the history was written.
type watch interface {
	Changed(ctx context.Context) (bool, error)
	Close() error
}

// Names are the names as they are now, whoever changes them. Any number of goroutines may
// ask for them.
type Names struct {
	history *history.History
	ours    *assets.Products
	log     *slog.Logger

	renewing sync.Mutex
	watch    watch
	current  atomic.Pointer[names]
}

// names are those of one state of the history.
type names struct {
	own, product, part, plan map[string]string // by SKU, by SKU, by part number and by plan, in upper case
	table                    connector.ProductNames
}

// Open reads the names. Close ends it.
func Open(ctx context.Context, h *history.History, ours *assets.Products, log *slog.Logger) (*Names, error) {
	watch, err := h.Watch(ctx)
	if err != nil {
		return nil, err
	}
	n := &Names{history: h, ours: ours, log: log, watch: watch}
	if err := n.load(ctx); err != nil {
		_ = watch.Close()
		return nil, err
	}
	return n, nil
}

// Close ends what Open began.
func (n *Names) Close() error { return n.watch.Close() }

// Renew reads the names again where somebody has written some since. Where that fails, those
// of before are still good.
func (n *Names) Renew(ctx context.Context) {
	ctx = context.WithoutCancel(ctx) // it takes a moment, and must not lose a change
	n.renewing.Lock()
	defer n.renewing.Unlock()
	changed, err := n.watch.Changed(ctx)
	if err == nil && changed {
		err = n.load(ctx)
	}
	if err != nil {
		n.log.Error("reading the names of products", "error", err)
	}
}

func (n *Names) load(ctx context.Context) error {
	table, err := n.history.ProductNames(ctx)
	if err != nil {
		return err
	}
	own, err := n.history.OwnNames(ctx)
	if err != nil {
		return err
	}
	read := &names{
		own: map[string]string{}, product: map[string]string{}, part: map[string]string{}, plan: map[string]string{},
		table: table.ProductNames,
	}
	for _, o := range own {
		read.own[strings.ToUpper(o.SKUID)] = o.Name
	}
	for _, p := range table.Products {
		read.product[strings.ToUpper(p.SKUID)] = p.Name
		read.part[strings.ToUpper(p.PartNumber)] = p.Name
	}
	for _, p := range table.Plans {
		read.plan[strings.ToUpper(p.Plan)] = p.Name
	}
	n.current.Store(read)
	return nil
}

// Origin says whose name one is.
type Origin string

// The origins of names, the first of which wins.
const (
	Own       Origin = "own"
	Microsoft Origin = "microsoft"
	BuiltIn   Origin = "built-in"
	None      Origin = ""
)

// Product returns the name of a license; nothing where there is none.
func (n *Names) Product(skuID, partNumber string) string {
	name, _ := n.ProductOf(skuID, partNumber)
	return name
}

// ProductOf returns the name of a license, and whose it is. In each table the id decides: a
// part number can stand for two SKUs.
func (n *Names) ProductOf(skuID, partNumber string) (string, Origin) {
	current, id, part := n.current.Load(), strings.ToUpper(skuID), strings.ToUpper(partNumber)
	if name := current.own[id]; name != "" {
		return name, Own
	}
	for _, name := range []string{current.product[id], current.part[part]} {
		if name != "" {
			return name, Microsoft
		}
	}
	return n.orOurs(n.ours.Name(skuID, partNumber))
}

// OwnName is what somebody has called a license; empty when nobody has.
func (n *Names) OwnName(skuID string) string { return n.current.Load().own[strings.ToUpper(skuID)] }

// Plan returns the name of a service plan such as AAD_PREMIUM; nothing where there is none.
func (n *Names) Plan(plan string) string {
	name, _ := n.PlanOf(plan)
	return name
}

// PlanOf returns the name of a service plan, and whose it is.
func (n *Names) PlanOf(plan string) (string, Origin) {
	if name := n.current.Load().plan[strings.ToUpper(plan)]; name != "" {
		return name, Microsoft
	}
	return n.orOurs(n.ours.Plan(plan))
}

func (n *Names) orOurs(name string) (string, Origin) {
	if name == "" {
		return "", None
	}
	return name, BuiltIn
}
