using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// A session that lives as long as anyone who uses it: cursors that are open when the transformer is disposed of run to their
/// end, new ones are refused.
/// </summary>
internal sealed class SessionHandle : IDisposable
{
    private readonly InferenceSession _session;
    private readonly object _lock = new();
    private readonly List<IDisposable> _data = [];
    private int _users = 1;
    private bool _closed;

    private SessionHandle(InferenceSession session) => _session = session;

    public static SessionHandle Open(OnnxModel model, int? intraOpThreads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = intraOpThreads ?? 0,

            // Errors come as exceptions; the rest would go to the console.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        return new SessionHandle(model.OpenSession(options));
    }

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, typeof(QuantizedOnnxTransformer));

    /// <summary>Has <paramref name="data"/>, which the session may read from, disposed of after it.</summary>
    public void Own(IDisposable data) => _data.Add(data);

    /// <summary>The session, until the lease is disposed of.</summary>
    public Lease Acquire()
    {
        lock (_lock)
        {
            ThrowIfClosed();
            _users++;
            return new Lease(this);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        Release();
    }

    private void Release()
    {
        lock (_lock)
        {
            if (--_users > 0)
            {
                return;
            }
        }

        _session.Dispose();
        _data.ForEach(data => data.Dispose());
    }

    public sealed class Lease(SessionHandle handle) : IDisposable
    {
        private SessionHandle? _handle = handle;

        public InferenceSession Session => _handle?._session ?? throw new ObjectDisposedException(nameof(SessionHandle));

        public void Dispose() => Interlocked.Exchange(ref _handle, null)?.Release();
    }
}
