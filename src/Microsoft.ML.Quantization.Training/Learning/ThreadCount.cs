using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Sets the threads that TorchSharp uses in this process, and brings back what they were.</summary>
internal sealed class ThreadCount : IDisposable
{
    private readonly int _before = get_num_threads();

    public ThreadCount(int? threads)
    {
        if (threads is { } count)
        {
            set_num_threads(count);
        }
    }

    public void Dispose() => set_num_threads(_before);
}
