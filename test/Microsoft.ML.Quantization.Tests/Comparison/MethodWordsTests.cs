using Microsoft.ML.Quantization.Comparison;

namespace Microsoft.ML.Quantization.Tests.Comparison;

[TestClass]
public sealed class MethodWordsTests
{
    [TestMethod]
    public void WhatIsToldApart_IsNamed()
    {
        string[] words = Words(MadeUpMethods.Of("exact", 0.001, ratio: 0.6), MadeUpMethods.Of("fast", 0.03, ratio: 0.3), MadeUpMethods.Of("small", 0.06, ratio: 0.6, bytes: 500_000));
        StringAssert.StartsWith(words[0], "most accurate");
        ErrorAssert.Names(words[1], "fastest", "loses for certain");
        ErrorAssert.Names(words[2], "smallest", "exact loses less and is no slower");
    }

    [TestMethod]
    public void WhatIsNotToldApart_IsNotCalledBest()
    {
        string[] words = Words(MadeUpMethods.Of("a", 0.001), MadeUpMethods.Of("b", 0.002, ratio: 0.51), MadeUpMethods.Of("c", 0.003));
        Assert.AreEqual("least lost on these rows, not told apart from any other", words[0]);
        Assert.AreEqual("accuracy not told apart from a", words[1]);
        Assert.AreEqual("accuracy not told apart from a", words[2]);
    }

    [TestMethod]
    public void ThatItIsSlower_IsSaid() => ErrorAssert.Names(Words(MadeUpMethods.Of("a", 0, ratio: 1.5))[0], "slower than FP32 here");

    [TestMethod]
    public void WhatIsMadeMuchQuicker_IsNamed()
    {
        string[] words = Words(MadeUpMethods.Of("a", 0, seconds: 2), MadeUpMethods.Of("b", 0, seconds: 200));
        ErrorAssert.Names(words[0], "quickest to make");
        Assert.IsFalse(words[1].Contains("quickest", StringComparison.Ordinal));
    }

    [TestMethod]
    public void OfAFailedOne_NothingIsSaid()
    {
        string[] words = Words(MadeUpMethods.Of("a", 0), MadeUpMethods.Failed("b", "no"));
        Assert.AreEqual("", words[1]);
        Assert.IsFalse(words[0].Contains("apart", StringComparison.Ordinal), "there is nothing to tell it apart from");
    }

    private static string[] Words(params ComparedMethod[] methods)
    {
        MethodWords.Write([MadeUpMethods.Float, .. methods]);
        return [.. methods.Select(method => method.BestFor)];
    }
}
