using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class OrtValuesTests
{
    [TestMethod]
    public unsafe void Values_BeginAtACacheLine_WhereverTheArrayLies()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] values = QuantizerRun.Uniform(new Random(length), length);
            using var value = OrtValues.Of(new TensorValue("x", values, [length]));
            var copied = value.GetTensorMutableDataAsSpan<float>();
            CollectionAssert.AreEqual(values, copied.ToArray());
            Assert.AreEqual(0UL, length == 0 ? 0 : (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetReference(copied)) % 64, $"{length}");
        }
    }

    [TestMethod]
    public void EveryType_IsCopied()
    {
        Array[] all = [new[] { 1f }, new[] { 2.0 }, new[] { 3L }, new[] { 4 }, new byte[] { 5 }, new sbyte[] { 6 }, new short[] { 7 }, new ushort[] { 8 }, new[] { 9u }, new[] { 10ul }, new[] { true }, new[] { "a" }];
        foreach (var values in all)
        {
            using var value = OrtValues.Of(new TensorValue("x", values, [1]));
            CollectionAssert.AreEqual(new long[] { 1 }, value.GetTensorTypeAndShape().Shape);
        }

        Assert.ThrowsExactly<NotSupportedException>(() => OrtValues.Of(new TensorValue("x", new[] { DateTime.MinValue }, [1])));
    }
}
