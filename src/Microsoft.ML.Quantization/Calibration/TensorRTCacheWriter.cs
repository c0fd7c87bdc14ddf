using System.Globalization;
using System.Text;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Writes TensorRT's text calibration cache: a header, then for each tensor its name and the bits of its scale in hexadecimal.</summary>
internal static class TensorRTCacheWriter
{
    /// <summary>The number is TensorRT's version, 8.6.1; the name is the calibrator that reads the cache, trtexec's among them.</summary>
    private const string Header = "TRT-8601-EntropyCalibration2\n";

    /// <exception cref="InvalidOperationException">A name contains a line break.</exception>
    public static byte[] ToBytes(CalibrationTable table)
    {
        var text = new StringBuilder(Header);
        foreach (CalibratedTensor tensor in table.Tensors)
        {
            if (tensor.Name.AsSpan().ContainsAny('\n', '\r'))
            {
                throw new InvalidOperationException($"Tensor '{tensor.Name}' has a line break in its name, which TensorRT's cache cannot express. Rename the tensor.");
            }

            float scale = ScaleCalculator.FromRange(tensor.ModelRange.Low, tensor.ModelRange.High, QuantizedType.Int8, symmetric: true, reduceRange: false).Scale;
            text.Append(CultureInfo.InvariantCulture, $"{tensor.Name}: {BitConverter.SingleToUInt32Bits(scale):x8}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
