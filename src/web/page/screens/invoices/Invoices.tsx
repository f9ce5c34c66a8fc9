export { NotFound as default } from '../../frame/NotFound.tsx';
