using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Tests.Common;

/// <summary>Runs finalizers on objects of which no constructor ran, as it is of one whose first field could not be made.</summary>
internal static class Finalizers
{
    // Once is enough: what is kept is not finalized again.
    private static readonly List<object> Kept = [];

    /// <returns>How many types of the assembly have one.</returns>
    public static int Run(Assembly assembly)
    {
        int count = 0;
        foreach (Type type in assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }))
        {
            MethodInfo finalizer = type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic, Type.EmptyTypes)!;
            if (finalizer.DeclaringType == typeof(object))
            {
                continue;
            }

            object unmade = RuntimeHelpers.GetUninitializedObject(type);
            Kept.Add(unmade);
            try
            {
                finalizer.Invoke(unmade, null);
            }
            catch (TargetInvocationException e)
            {
                Assert.Fail($"The finalizer of {type} throws {e.InnerException}");
            }

            count++;
        }

        return count;
    }
}
