package sourcetest

// EndlessText repeats a text and counts what was read of it.
type EndlessText struct {
	Begin, Again string
	at, Count    int64
}

func (e *EndlessText) Read(p []byte) (int, error) {
	for i := range p {
		switch {
		case e.at < int64(len(e.Begin)):
			p[i] = e.Begin[e.at]
		default:
			p[i] = e.Again[(e.at-int64(len(e.Begin)))%int64(len(e.Again))]
		}
		e.at++
	}
	e.Count += int64(len(p))
	return len(p), nil
}
