namespace Microsoft.ML.Quantization.Common;

/// <summary>A file that ends where it ended when it was opened, however much more its system gives: files of /proc say 0 bytes and may go on for ever.</summary>
internal sealed class BoundedStream(FileStream file, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>The file's name as it was opened.</summary>
    public string Name => file.Name;

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, Within(count));

    public override int Read(Span<byte> buffer) => file.Read(buffer[..Within(buffer.Length)]);

    public override int ReadByte() => Within(1) == 0 ? -1 : file.ReadByte();

    public override long Seek(long offset, SeekOrigin origin) =>
        origin == SeekOrigin.End ? file.Seek(length + offset, SeekOrigin.Begin) : file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Within(int count) => (int)Math.Clamp(length - file.Position, 0, count);
}
