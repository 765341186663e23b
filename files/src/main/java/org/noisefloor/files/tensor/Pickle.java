package org.noisefloor.files.tensor;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.UserError;
import org.noisefloor.files.tensor.PickleObjects.Dict;
import org.noisefloor.files.tensor.PickleObjects.Global;
import org.noisefloor.files.tensor.PickleObjects.Items;
import org.noisefloor.files.tensor.PickleObjects.Plain;
import org.noisefloor.files.tensor.PickleObjects.Tuple;

/**
 * Reads a pickle of Python, protocols 2 to 5, by its opcodes (the documentation of Python's pickletools describes each). It is a machine with
 * a stack and a memo; what calls and names amount to is decided by {@link PickleObjects} alone, so reading runs nothing.
 *
 * <p>Every opcode takes at least one byte and makes at most one object, and their number is bounded; no text is longer than
 * the file; nothing recurses.
 */
final class Pickle {
    /** Some thirty for each tensor, so enough for sixty thousand. */
    private static final int MOST_OPCODES = 2_000_000;

    private static final int LONGEST_NAME = 1000;

    /** Where the items of a container begin on the stack. */
    private static final Object MARK = new Object();

    private final String where;
    private final ByteBuffer code;
    private final PickleObjects objects;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Pickle(String where, byte[] code, PickleObjects objects) {
        this.where = where;
        this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        this.objects = objects;
    }

    /**
     * The object that a pickle holds.
     *
     * @param where the file, and the part of it, with which messages begin
     * @throws UserError if it is broken, or {@code objects} refuses something
     */
    static Object read(String where, byte[] code, PickleObjects objects) {
        return new Pickle(where, code, objects).run();
    }

    private Object run() {
        for (int count = 0; count < MOST_OPCODES; count++) {
            int at = code.position();
            try {
                int opcode = Byte.toUnsignedInt(code.get());
                if (opcode == '.') {
                    return pop();
                }
                step(opcode);
            } catch (BufferUnderflowException | IllegalArgumentException end) {
                throw broken(at, "it ends within a value");
            } catch (IllegalStateException unexpected) {
                throw broken(at, String.valueOf(unexpected.getMessage()));
            }
        }
        throw new UserError(where + " has more than " + MOST_OPCODES + " steps, which no file of weights needs");
    }

    private UserError broken(int at, String why) {
        return new UserError(where + " is broken at byte " + at + " (" + why + "); download or save it again");
    }

    private void step(int opcode) {
        switch (opcode) {
            case '(' -> push(MARK);
            case '0' -> pop();
            case '1' -> sinceMark();
            case '2' -> push(top());
            case 'R' -> call();
            case 0x81 -> call();
            case 0x92 -> callByKeywords();
            case 'b' -> state();
            case 'Q' -> push(objects.persistent(pop()));
            case 'c' -> push(objects.global(line(), line()));
            case 0x93 -> globalFromStack();
            case 'q' -> memo.put((long) unsignedByte(), top());
            case 'r' -> memo.put(unsignedInt(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(unsignedByte()));
            case 'j' -> push(remembered(unsignedInt()));
            case 0x80 -> protocol();
            case 0x95 -> code.getLong();
            default -> {
                if (!number(opcode) && !text(opcode) && !container(opcode)) {
                    throw new IllegalStateException("an opcode " + opcode + " that torch.save does not write");
                }
            }
        }
    }

    private void protocol() {
        int version = unsignedByte();
        if (version < 2 || version > 5) {
            throw new IllegalStateException("protocol " + version + ", expected 2 to 5");
        }
    }

    /** Numbers, truth values and None. */
    private boolean number(int opcode) {
        switch (opcode) {
            case 'N' -> push(Plain.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) unsignedByte());
            case 'M' -> push((long) Short.toUnsignedInt(code.getShort()));
            case 'J' -> push((long) code.getInt());
            case 0x8a -> push(whole(bytes(unsignedByte())));
            case 0x8b -> push(whole(bytes(code.getInt())));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(code.getLong())));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Texts and bytes. */
    private boolean text(int opcode) {
        switch (opcode) {
            case 0x8c, 'U' -> push(utf8(unsignedByte()));
            case 'X' -> push(utf8(unsignedInt()));
            case 'T' -> push(utf8(code.getInt()));
            case 0x8d -> push(utf8(code.getLong()));
            case 'C' -> push(bytes(unsignedByte()));
            case 'B' -> push(bytes(unsignedInt()));
            case 0x8e, 0x96 -> push(bytes(code.getLong()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Lists, tuples, dicts and sets. */
    private boolean container(int opcode) {
        switch (opcode) {
            case ']' -> push(new Items());
            case '}' -> push(new Dict());
            case ')' -> push(new Tuple(List.of()));
            case 0x85 -> push(new Tuple(popped(1)));
            case 0x86 -> push(new Tuple(popped(2)));
            case 0x87 -> push(new Tuple(popped(3)));
            case 't' -> push(new Tuple(sinceMark()));
            case 'l' -> pushFilled(new Items(), sinceMark());
            case 'd' -> pushFilled(new Dict(), sinceMark());
            case 'a' -> fill(popped(1));
            case 'e', 'u' -> fill(sinceMark());
            case 's' -> fill(popped(2));
            case 0x8f -> push(Plain.OTHER);
            case 0x90 -> sinceMark();
            case 0x91 -> {
                sinceMark();
                push(Plain.OTHER);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushFilled(Object container, List<Object> items) {
        push(container);
        fill(items);
    }

    /** Puts items into the list or dict on the top. */
    private void fill(List<Object> items) {
        if (top() instanceof Items list) {
            list.items.addAll(items);
        } else if (top() instanceof Dict dict && items.size() % 2 == 0) {
            for (int i = 0; i < items.size(); i += 2) {
                dict.put(items.get(i), items.get(i + 1));
            }
        } else {
            throw new IllegalStateException("items for something that takes none");
        }
    }

    private void call() {
        Object arguments = pop();
        push(objects.call(function(pop()), tuple(arguments).items));
    }

    private void callByKeywords() {
        Object keywords = pop();
        if (!(keywords instanceof Dict dict) || !dict.entries.isEmpty()) {
            throw new IllegalStateException("a call by keywords");
        }
        call();
    }

    private static Global function(Object called) {
        if (called instanceof Global global) {
            return global;
        }
        throw new IllegalStateException("a call of something that is no function");
    }

    private static Tuple tuple(Object arguments) {
        if (arguments instanceof Tuple tuple) {
            return tuple;
        }
        throw new IllegalStateException("a call without arguments");
    }

    private void state() {
        Object state = pop();
        objects.state(top(), state);
    }

    private void globalFromStack() {
        Object name = pop();
        Object module = pop();
        if (name instanceof String simple && module instanceof String of) {
            push(objects.global(of, simple));
        } else {
            throw new IllegalStateException("a name that is no text");
        }
    }

    private Object remembered(long index) {
        Object object = memo.get(index);
        if (object == null) {
            throw new IllegalStateException("nothing is remembered as " + index);
        }
        return object;
    }

    private void push(Object object) {
        stack.add(object);
    }

    private Object pop() {
        Object object = top();
        stack.remove(stack.size() - 1);
        return object;
    }

    private Object top() {
        if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
            throw new IllegalStateException("a value is missing");
        }
        return stack.get(stack.size() - 1);
    }

    private List<Object> popped(int count) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(0, pop());
        }
        return items;
    }

    /** Takes everything off the stack that was put there since the last mark, and the mark. */
    private List<Object> sinceMark() {
        int mark = stack.size() - 1;
        while (mark >= 0 && stack.get(mark) != MARK) {
            mark--;
        }
        if (mark < 0) {
            throw new IllegalStateException("a mark is missing");
        }
        List<Object> above = stack.subList(mark + 1, stack.size());
        List<Object> items = new ArrayList<>(above);
        stack.subList(mark, stack.size()).clear();
        return items;
    }

    private int unsignedByte() {
        return Byte.toUnsignedInt(code.get());
    }

    private long unsignedInt() {
        return Integer.toUnsignedLong(code.getInt());
    }

    private byte[] bytes(long count) {
        if (count < 0 || count > code.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) count];
        code.get(bytes);
        return bytes;
    }

    private String utf8(long count) {
        return new String(bytes(count), StandardCharsets.UTF_8);
    }

    /** Little-endian in two's complement; what a long does not hold is no number that anybody needs. */
    private static Object whole(byte[] bytes) {
        if (bytes.length > Long.BYTES) {
            return Plain.OTHER;
        }
        byte[] bigEndian = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bigEndian[bytes.length - 1 - i] = bytes[i];
        }
        return bytes.length == 0 ? 0L : new BigInteger(bigEndian).longValueExact();
    }

    private String line() {
        int end = code.position();
        while (end < code.limit() && code.get(end) != '\n' && end - code.position() < LONGEST_NAME) {
            end++;
        }
        String line = utf8(end - code.position());
        if (code.get() != '\n') {
            throw new IllegalStateException("a name without an end");
        }
        return line;
    }
}
