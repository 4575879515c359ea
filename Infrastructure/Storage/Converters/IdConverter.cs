using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClinicalEngagement.Infrastructure.Storage.Converters;

/// <summary>Keeps an id of the domain as the <see cref="Guid"/> it wraps.</summary>
/// <typeparam name="TId">A struct over one <see cref="Guid"/> named <c>Value</c>, with a constructor that takes it.</typeparam>
public sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(ToGuid, FromGuid)
    where TId : struct
{
    // The ids share a shape but no interface, so the two directions are put together from that shape, once per id type.
    private static readonly ParameterExpression Id = Expression.Parameter(typeof(TId));

    private static readonly ParameterExpression Value = Expression.Parameter(typeof(Guid));

    private static readonly Expression<Func<TId, Guid>> ToGuid =
        Expression.Lambda<Func<TId, Guid>>(Expression.Property(Id, "Value"), Id);

    private static readonly Expression<Func<Guid, TId>> FromGuid =
        Expression.Lambda<Func<Guid, TId>>(Expression.New(typeof(TId).GetConstructor([typeof(Guid)])!, Value), Value);
}
