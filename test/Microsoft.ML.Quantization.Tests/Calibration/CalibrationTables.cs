using System.Text;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

/// <summary>Tables of a few made-up tensors, and their JSON.</summary>
internal static class CalibrationTables
{
    public static readonly string Model = new('a', 64);
    public static readonly string Data = new('b', 64);

    public static string Json(CalibrationTable table)
    {
        using var stream = new MemoryStream();
        CalibrationTableWriter.Write(table, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static CalibrationTable Read(string json) => CalibrationTableReader.Read(Encoding.UTF8.GetBytes(json), "x.json");

    /// <summary>The only tensor of a table, after writing and reading it.</summary>
    public static CalibratedTensor RoundTrip(CalibratedTensor tensor) => Read(Json(new CalibrationTable([tensor], 1, Model, Data))).Tensors.Single();

    public static CalibrationTable Make(CalibrationMethod method = CalibrationMethod.Entropy)
    {
        return new CalibrationTable(
            [
                CalibratedTensor.Create("input \"ü\"", SketchAssert.Scalar(SketchData.Normal(5000)), new(method, 99.9)),
                CalibratedTensor.Create("relu/out:0", SketchAssert.Scalar(SketchData.Relu(5000)), new(method, 99.9)),
                CalibratedTensor.Create("unit", SketchAssert.Scalar(-1f, 0.5f), new(CalibrationMethod.MinMax, 0)),
                CalibratedTensor.Create("most", SketchAssert.Scalar(SketchData.Normal(5000)), new(CalibrationMethod.Percentile, 99.9)),
            ],
            100,
            Model,
            Data,
            new Dictionary<string, double[]> { ["b"] = [0.1, -1e-17], ["a"] = [1.0 / 3] });
    }
}
