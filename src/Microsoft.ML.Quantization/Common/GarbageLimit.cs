namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// Gives back large arrays that are no longer in use while a model is worked on. The runtime itself collects them only once as much again is asked for, which on
/// a machine with much free memory is many times the model.
/// </summary>
internal sealed class GarbageLimit
{
    /// <summary>Less is not worth the milliseconds.</summary>
    private const long Most = 64_000_000;

    private long _before = GC.GetTotalAllocatedBytes();

    /// <summary>Collects if much was allocated since the last time.</summary>
    public void Keep()
    {
        if (GC.GetTotalAllocatedBytes() - _before > Most)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            _before = GC.GetTotalAllocatedBytes();
        }
    }
}
