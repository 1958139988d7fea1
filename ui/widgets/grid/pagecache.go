package grid

import "container/list"

// pageCache keeps the pages that were used last.
type pageCache[T any] struct {
	limit int
	byKey map[int]*list.Element
	order *list.List // of cachedPage[T], used last first
}

type cachedPage[T any] struct {
	key  int
	rows []T
}

func newPageCache[T any](limit int) pageCache[T] {
	return pageCache[T]{limit: limit, byKey: map[int]*list.Element{}, order: list.New()}
}

func (c *pageCache[T]) get(key int) ([]T, bool) {
	element, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(element)
	return element.Value.(cachedPage[T]).rows, true
}

func (c *pageCache[T]) put(key int, rows []T) {
	if element, ok := c.byKey[key]; ok {
		c.order.Remove(element)
	}
	c.byKey[key] = c.order.PushFront(cachedPage[T]{key, rows})
	for c.order.Len() > c.limit {
		oldest := c.order.Remove(c.order.Back()).(cachedPage[T])
		delete(c.byKey, oldest.key)
	}
}
