using System.Reflection;
using TorchSharp;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>
/// TorchSharp hands native code numbers that a garbage collection may free meanwhile, wherever one is made for a single call: in code that
/// uses it, which an analyzer forbids, and in methods of its own. None of these may be used, or training fails once in thousands of steps.
/// </summary>
[TestClass]
public sealed class ScalarLifetimeTests
{
    private static readonly Assembly Library = typeof(torch).Assembly;

    [TestMethod]
    public void NoMethodOfTorchSharpIsUsedThatMakesANumberOfItsOwn()
    {
        var makers = Makers();
        Assert.Contains(typeof(torch.Tensor).GetMethod("op_Addition", [typeof(torch.Tensor), typeof(torch.Tensor)])!, makers, "what is looked for is there");
        string[] uses = [.. CalledMethods.Read(typeof(QuantizationAwareTraining).Assembly)
            .SelectMany(method => CalledMethods.Read(method).Where(makers.Contains).Select(maker => $"{method.DeclaringType}.{method.Name} calls {maker.DeclaringType}.{maker}"))];
        Assert.IsEmpty(uses, string.Join('\n', uses));
    }

    /// <summary>All methods of TorchSharp that make a number, or call one that does.</summary>
    private static HashSet<MethodBase> Makers()
    {
        var callers = new Dictionary<MethodBase, List<MethodBase>>();
        HashSet<MethodBase> makers = [];
        foreach (var method in CalledMethods.Read(Library).Where(method => !MakesNumbers(method)))
        {
            foreach (var called in CalledMethods.Read(method).Where(called => called.Module.Assembly == Library))
            {
                (callers.TryGetValue(called, out var list) ? list : callers[called] = []).Add(method);
                if (MakesNumbers(called))
                {
                    makers.Add(method);
                }
            }
        }

        for (var left = new Queue<MethodBase>(makers); left.TryDequeue(out var maker);)
        {
            foreach (var caller in callers.GetValueOrDefault(maker, []).Where(makers.Add))
            {
                left.Enqueue(caller);
            }
        }

        return makers;
    }

    private static bool MakesNumbers(MethodBase method) => (method.DeclaringType == typeof(Scalar) || method.DeclaringType == typeof(ScalarExtensionMethods))
        && (method.IsConstructor || ((MethodInfo)method).ReturnType == typeof(Scalar));
}
