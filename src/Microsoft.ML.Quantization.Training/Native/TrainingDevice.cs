using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>The device that <see cref="QuantizationAwareTrainingOptions.Device"/> names.</summary>
internal static class TrainingDevice
{
    /// <exception cref="ArgumentException">There is no device of this name.</exception>
    /// <exception cref="PlatformNotSupportedException">It is not there, or TorchSharp's native libraries cannot use it.</exception>
    public static Device Parse(string name)
    {
        Device named;
        try
        {
            named = new Device(name);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ExternalException or NotSupportedException)
        {
            throw new ArgumentException($"Device '{name}' is none that TorchSharp knows. Set Device to cpu or cuda.", nameof(name), e);
        }

        try
        {
            InitializeDeviceType(named.type);
            return named;
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or ExternalException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException(
                $"Device '{name}' cannot be trained on: {LibTorchErrors.Describe(e)}. Set Device to cpu, or reference TorchSharp-cuda-linux or TorchSharp-cuda-windows on a machine that has one.", e);
        }
    }
}
