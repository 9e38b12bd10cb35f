using Microsoft.AspNetCore.Mvc.ModelBinding;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Pages;

/// <summary>A form's choice is one of those it offered: the framework would also take a number, or two names at once.</summary>
public sealed class StrictEnums : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.IsEnum ? new Binder(context.Metadata.UnderlyingOrModelType) : null;

    private sealed class Binder(Type type) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (string.IsNullOrEmpty(given.FirstValue))
                return Task.CompletedTask;

            bindingContext.ModelState.SetModelValue(bindingContext.ModelName, given);
            if (given.Length == 1 && EnumNames.FindInPage(type, given.FirstValue) is { } value)
                bindingContext.Result = ModelBindingResult.Success(value);
            else
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "unreadable");
            return Task.CompletedTask;
        }
    }
}
