using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>Floats that a program wrote, taken from the front.</summary>
internal sealed class RowValues(byte[] bytes)
{
    private int _place;

    public float[] Take(int count)
    {
        float[] taken = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(_place, count * sizeof(float))).ToArray();
        _place += count * sizeof(float);
        return taken;
    }
}
