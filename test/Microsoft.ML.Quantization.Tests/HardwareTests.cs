using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Runs the tests that compare vector code with its scalar definition again on lesser hardware, in a process of their own.</summary>
[TestClass]
public sealed class HardwareTests
{
    private const string Marker = "MLQ_ON_LESSER_HARDWARE";

    [TestMethod]
    public void Hardware_IsLesserWhereItWasAskedFor()
    {
        if (Environment.GetEnvironmentVariable(Marker) != null)
        {
            Assert.IsFalse(Avx2.IsSupported);
            Assert.AreEqual(4, Vector<float>.Count);
        }
    }

    [TestMethod]
    [DataRow("DOTNET_EnableHWIntrinsic")]
    [DataRow("DOTNET_EnableAVX2")]
    public void VectorCode_AgreesWithItsDefinitionWithout(string feature)
    {
        string output = OwnProcess.Run(
            "FullyQualifiedName~IsLesser|FullyQualifiedName~AgreesWithTheScalarDefinition|FullyQualifiedName~RoundsHalfToEven|FullyQualifiedName~GivesTheNumbersOfOnnxRuntime",
            (feature, "0"), (Marker, "1"));
        StringAssert.Matches(output, new("succeeded: [1-9][0-9]"));
    }
}
