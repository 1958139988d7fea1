package inventory

// SearchFor shows the rows that contain a text, and none of the others.
func (l *List[T]) SearchFor(text string) {
	l.search.SetText(text)
	l.ShowAll()
}
