using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>What programs can use of the libraries.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Assembly> Libraries { get; } = [typeof(QuantizationOptions).Assembly, typeof(QuantizationAwareTrainingOptions).Assembly, typeof(TrainedModelsExtensionsCatalog).Assembly];

    /// <summary>The methods that someone wrote to be called; not those of object, not comparisons for equality, and not what the compiler makes for records.</summary>
    public static IEnumerable<MethodInfo> Methods(Type type) => type.GetMethods(Declared).Where(method =>
        !method.IsSpecialName && method.Name != nameof(Equals) && !IsCalledByMlNet(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.GetBaseDefinition().DeclaringType != typeof(object));

    /// <summary>Pipelines ask for the shape of a schema and for mappers of rows; programs have no shape to give and no use for a mapper.</summary>
    private static bool IsCalledByMlNet(MethodInfo method) => method.ReturnType == typeof(SchemaShape) || method.ReturnType == typeof(IRowToRowMapper);

    /// <summary>Whether users make one and set what they want different.</summary>
    public static bool IsOptions(Type type) => type.IsClass && type.GetConstructor([]) != null && type.GetProperties(Declared).Any(property => property.SetMethod?.IsPublic == true);

    /// <summary>The types that the members of a type are made of, each with the member.</summary>
    public static IEnumerable<(string Member, Type Used)> Used(Type type) => type.GetMembers(Declared).SelectMany(member => (member switch
    {
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        _ => Array.Empty<Type>(),
    }).Select(used => ($"{type.Name}.{member.Name}", used)));
}
