using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>A chain with other stages: of the same type where its last stage still is what that type says, and each stage in the scope that it had.</summary>
internal static class RebuiltChain
{
    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <param name="chain">The chain as it was.</param>
    /// <param name="stages">Its stages now, as many as there were.</param>
    public static ITransformer Create(ITransformer chain, ITransformer[] stages)
    {
        var type = chain.GetType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TransformerChain<>)
            ? (ITransformer)typeof(RebuiltChain).GetMethod(nameof(Rebuild), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GenericTypeArguments)
                .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [chain, stages], null)!
            : new TransformerChain<ITransformer>(stages);
    }

    private static ITransformer Rebuild<T>(TransformerChain<T> chain, ITransformer[] stages)
        where T : class, ITransformer
    {
        var scopes = new TransformerScope[stages.Length];
        foreach (var scope in Scopes)
        {
            // ML.NET keeps the scopes to itself, but tells what of a chain is in one.
            ITransformer[] within = [.. chain.GetModelFor(scope)];
            int next = 0;
            foreach (var (stage, at) in chain.Select((stage, at) => (stage, at)))
            {
                if (next < within.Length && ReferenceEquals(stage, within[next]))
                {
                    scopes[at] |= scope;
                    next++;
                }
            }
        }

        return stages[^1] is T ? new TransformerChain<T>(stages, scopes) : new TransformerChain<ITransformer>(stages, scopes);
    }
}
