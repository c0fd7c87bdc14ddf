using System.Reflection;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>The names by which the compiler files documentation.</summary>
internal static class DocumentationId
{
    public static string OfType(Type type) => $"T:{NameOf(type)}";

    public static string OfMethod(MethodInfo method)
    {
        string parameters = string.Join(',', method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)));
        return $"M:{NameOf(method.DeclaringType!)}.{method.Name}{(parameters.Length == 0 ? "" : $"({parameters})")}";
    }

    private static string NameOf(Type type)
    {
        if (type.HasElementType)
        {
            return NameOf(type.GetElementType()!) + (type.IsByRef ? "@" : "[]");
        }

        string name = (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
        return type.IsConstructedGenericType ? $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GenericTypeArguments.Select(NameOf))}}}" : name;
    }
}
