using System.Reflection;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Targets;

[TestClass]
public sealed class QuantizationTargetTests
{
    private static PropertyInfo[] Known => [.. typeof(QuantizationTarget).GetProperties(BindingFlags.Public | BindingFlags.Static)];

    [TestMethod]
    public void Name_IsThatOfTheProperty()
    {
        Assert.IsGreaterThanOrEqualTo(2, Known.Length);
        foreach (var property in Known)
        {
            var target = (QuantizationTarget)property.GetValue(null)!;
            Assert.AreEqual(property.Name, target.Name);
            Assert.AreEqual(property.Name, target.ToString());
            Assert.AreNotEqual("", target.Description);
        }
    }

    [TestMethod]
    public void Equals_GoesByTheName()
    {
        var targets = Known.Select(property => (QuantizationTarget)property.GetValue(null)!).ToArray();
        Assert.HasCount(targets.Length, targets.ToHashSet());
        var same = new QuantizationTarget(targets[0].Definition);
        Assert.IsTrue(same == targets[0] && same.Equals((object)targets[0]) && same.GetHashCode() == targets[0].GetHashCode());
        Assert.IsTrue(same != targets[1] && !same.Equals((object)targets[1]) && same != null && (QuantizationTarget?)null == null);
        Assert.AreEqual(new QuantizationOptions(), new QuantizationOptions { Target = QuantizationTarget.OnnxRuntimeX86 });
    }

    [TestMethod]
    public void Options_TellTargetsOfANameApart()
    {
        LiteRtOptions Sized(int size) => new() { Dimensions = new Dictionary<string, int> { ["h"] = size, ["w"] = 6 } };
        LiteRtOptions[] options = [new(), new() { FullInteger = true }, new() { IntegerInputsAndOutputs = true }, Sized(4), Sized(5), new() { Dimensions = new Dictionary<string, int> { ["h"] = 4 } }];
        Assert.HasCount(options.Length, options.Select(QuantizationTarget.CreateLiteRt).ToHashSet());
        Assert.AreEqual(QuantizationTarget.LiteRt, QuantizationTarget.CreateLiteRt(new LiteRtOptions()));
        var turned = new LiteRtOptions { Dimensions = new Dictionary<string, int> { ["w"] = 6, ["h"] = 4 } };
        Assert.AreEqual(QuantizationTarget.CreateLiteRt(Sized(4)), QuantizationTarget.CreateLiteRt(turned));
        Assert.AreEqual(QuantizationTarget.CreateLiteRt(Sized(4)).GetHashCode(), QuantizationTarget.CreateLiteRt(turned).GetHashCode());
        Assert.AreEqual(QuantizationTarget.EdgeTpu, QuantizationTarget.CreateEdgeTpu(new LiteRtOptions { FullInteger = true }), "it is all INT8 whatever is said");
        Assert.AreNotEqual(QuantizationTarget.LiteRt, QuantizationTarget.EdgeTpu);
    }

    [TestMethod]
    public void Find_KnowsEveryName()
    {
        foreach (var property in Known)
        {
            Assert.AreEqual((QuantizationTarget)property.GetValue(null)!, QuantizationTarget.Find(property.Name));
        }

        Assert.IsNull(QuantizationTarget.Find("Abacus"));
        Assert.IsNull(QuantizationTarget.Find(null));
    }

    [TestMethod]
    public void Constructor_IsNotPublic() => Assert.IsEmpty(typeof(QuantizationTarget).GetConstructors());

    [TestMethod]
    [DataRow(nameof(QuantizationTarget.OnnxRuntimeX86))]
    [DataRow(nameof(QuantizationTarget.OnnxRuntimeX86Vnni))]
    public void Metadata_RecordTheTarget(string name)
    {
        var result = Quantize((QuantizationTarget)typeof(QuantizationTarget).GetProperty(name)!.GetValue(null)!);
        CollectionAssert.Contains(ModelProvenance.Read(result.Model.Proto)[ModelProvenance.Options].Split(';'), $"target={name}");
    }

    [TestMethod]
    public void Vnni_RunsTheSameNodesWithFinerWeights()
    {
        var any = Quantize(QuantizationTarget.OnnxRuntimeX86);
        var vnni = Quantize(QuantizationTarget.OnnxRuntimeX86Vnni);
        Assert.AreEqual(any.Plan.ToString(), vnni.Plan.ToString());
        CollectionAssert.AreEqual(Names(any), Names(vnni));
        var (coarse, fine) = (LargestWeights(any), LargestWeights(vnni));
        Assert.IsTrue(fine.All(largest => largest == 127));
        Assert.IsTrue(coarse.All(largest => largest < 127));
    }

    private static QuantizationResult Quantize(QuantizationTarget target) =>
        QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(3, SmallModels.Image), QuantizerRun.Everything with { Target = target });

    private static string[] Names(QuantizationResult result) => [.. result.Model.Graph.Node.Select(node => $"{node.OpType} {node.Name}")];

    private static int[] LargestWeights(QuantizationResult result) =>
        [.. result.Model.Graph.Initializer.Where(tensor => tensor.Name.EndsWith("_quantized", StringComparison.Ordinal) && tensor.DataType == (int)TensorProto.Types.DataType.Int8).Select(tensor => TensorData.SignedBytes(tensor).ToArray().Max(value => Math.Abs((int)value)))];
}
