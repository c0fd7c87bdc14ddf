using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class TensorDataTests
{
    [TestMethod]
    public void Create_StoresValuesLittleEndianInRowMajorOrder()
    {
        TensorProto tensor = TensorData.Create<int>("t", [1, 256, -2], 3, 1);

        CollectionAssert.AreEqual(new byte[] { 1, 0, 0, 0, 0, 1, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF }, tensor.RawData.ToByteArray());
        CollectionAssert.AreEqual(new long[] { 3, 1 }, tensor.Dims);
        Assert.AreEqual((int)DataType.Int32, tensor.DataType);
    }

    [TestMethod]
    public void Create_WithTooFewValues_Throws() => Assert.ThrowsExactly<ArgumentException>(() => TensorData.Create<float>("t", [1], 2));

    [TestMethod]
    public void Floats_ReadsEveryFloatingPointTypeFromBothKindsOfField()
    {
        float[] expected = [1.5f, -2f, 0f];
        Half[] halves = [(Half)1.5f, (Half)(-2f), (Half)0f];
        var typedHalf = new TensorProto { DataType = (int)DataType.Float16, Int32Data = { 0x3E00, 0xC000, 0 }, Dims = { 3 } };
        var brain = new TensorProto { DataType = (int)DataType.Bfloat16, Int32Data = { 0x3FC0, 0xC000, 0 }, Dims = { 3 } };
        var typed = new TensorProto { DataType = (int)DataType.Float, FloatData = { expected }, Dims = { 3 } };
        var wide = new TensorProto { DataType = (int)DataType.Double, DoubleData = { 1.5, -2, 0 }, Dims = { 3 } };

        foreach (TensorProto tensor in new[] { typed, wide, typedHalf, brain, TensorData.Create<float>("", expected, 3), TensorData.Create<Half>("", halves, 3), TensorData.Create<double>("", [1.5, -2, 0], 3) })
        {
            CollectionAssert.AreEqual(expected, TensorData.Floats(tensor));
        }
    }

    [TestMethod]
    public void Integers_ReadsEveryIntegerTypeFromBothKindsOfField()
    {
        long[] expected = [3, -4];
        TensorProto[] tensors =
        [
            TensorData.Create<long>("", expected, 2), TensorData.Create<int>("", [3, -4], 2), TensorData.Create<short>("", [3, -4], 2), TensorData.Create<sbyte>("", [3, -4], 2),
            new() { DataType = (int)DataType.Int64, Int64Data = { 3, -4 }, Dims = { 2 } },
            new() { DataType = (int)DataType.Int8, Int32Data = { 3, -4 }, Dims = { 2 } },
        ];
        foreach (TensorProto tensor in tensors)
        {
            CollectionAssert.AreEqual(expected, TensorData.Integers(tensor));
        }

        CollectionAssert.AreEqual(new long[] { 255, 1 }, TensorData.Integers(TensorData.Create<byte>("", [255, 1], 2)));
        CollectionAssert.AreEqual(new long[] { 1, 0 }, TensorData.Integers(TensorData.Create<bool>("", [true, false], 2)));
    }

    [TestMethod]
    public void Floats_OfAnIntegerTensor_NamesTheTensor()
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => TensorData.Floats(TensorData.Create<long>("axes", [1], 1)));
        StringAssert.Contains(e.Message, "axes");
    }

    [TestMethod]
    public void Floats_OfAScalar_IsOneValue() =>
        CollectionAssert.AreEqual(new[] { 7f }, TensorData.Floats(new TensorProto { DataType = (int)DataType.Float, RawData = ByteString.CopyFrom(BitConverter.GetBytes(7f)) }));
}
