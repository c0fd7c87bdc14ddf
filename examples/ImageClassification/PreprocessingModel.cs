using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Examples;

/// <summary>
/// Writes what ML.NET's image steps do not have as an ONNX model: cut out the centre, and shift and scale each channel. Unlike a
/// custom mapping it is saved with the pipeline, numbers included, and needs none of this program's code when it is loaded.
/// </summary>
internal static class PreprocessingModel
{
    public static void Write(string path, string input, string output, Preprocessing preprocessing)
    {
        long margin = (preprocessing.Resize - preprocessing.Crop) / 2;
        var graph = new GraphProto
        {
            Name = "crop_and_normalize",
            Input = { Image(input, preprocessing.Resize) },
            Output = { Image(output, preprocessing.Crop) },
            Initializer =
            {
                Tensor<long>("starts", DataType.Int64, [margin, margin], 2),
                Tensor<long>("ends", DataType.Int64, [margin + preprocessing.Crop, margin + preprocessing.Crop], 2),
                Tensor<long>("axes", DataType.Int64, [1, 2], 2),
                Tensor<float>("mean", DataType.Float, preprocessing.Mean, Preprocessing.Channels, 1, 1),
                Tensor<float>("deviation", DataType.Float, preprocessing.Deviation, Preprocessing.Channels, 1, 1),
            },
            Node =
            {
                new NodeProto { OpType = "Slice", Input = { input, "starts", "ends", "axes" }, Output = { "centre" } },
                new NodeProto { OpType = "Sub", Input = { "centre", "mean" }, Output = { "shifted" } },
                new NodeProto { OpType = "Div", Input = { "shifted", "deviation" }, Output = { output } },
            },
        };
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 13 } } };
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static ValueInfoProto Image(string name, long side)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new[] { Preprocessing.Channels, side, side }.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } } };
    }

    private static TensorProto Tensor<T>(string name, DataType type, T[] values, params long[] dimensions)
        where T : unmanaged =>
        new() { Name = name, DataType = (int)type, Dims = { dimensions }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)) };
}
