package pdf

// RenderPlain renders without object streams, so that a test can break one
// object of the file.
func RenderPlain(src []byte, o Options) ([]byte, []Warning, error) { return render(src, o, true) }
