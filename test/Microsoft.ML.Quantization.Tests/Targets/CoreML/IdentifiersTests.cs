using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>Names as the format allows them.</summary>
[TestClass]
public sealed class IdentifiersTests
{
    [TestMethod]
    [DataRow("x", "x")]
    [DataRow("input_1", "input_1")]
    [DataRow("input.1:0", "input_1_0")]
    [DataRow("7", "_7")]
    [DataRow("", "_")]
    [DataRow("/layer/Conv", "_layer_Conv")]
    [DataRow("größe", "gr__e")]
    [DataRow("tensor", "tensor_")]
    public void AName_StaysAsFarAsItIsLegal(string name, string expected) => Assert.AreEqual(expected, new Identifiers().Unique(name));

    [TestMethod]
    public void AnyNames_AreLegalAndDistinct()
    {
        var random = new Random(7);
        var names = new Identifiers();
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 2000; i++)
        {
            string name = names.Unique(string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => "a_1.:/é"[random.Next(7)])));
            Assert.IsTrue(Regex.IsMatch(name, "^[A-Za-z_][A-Za-z0-9_]*$"), name);
            Assert.IsTrue(given.Add(name), name);
        }
    }
}
